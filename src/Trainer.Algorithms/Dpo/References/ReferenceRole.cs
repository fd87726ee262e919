using Trainer.Algorithms.Common;
using Trainer.Modeling;
using Trainer.Modeling.Vision;
using Trainer.Modeling.Weights;

namespace Trainer.Algorithms.Dpo.References;

/// <summary>In what a reference differs from the policy on the same base. Made before the first step.</summary>
public sealed class ReferenceRole : IDisposable
{
    private const string AdapterName = "reference";
    private readonly IReadOnlyList<Parameter> ownWeights = [];

    private ReferenceRole(LlavaModel model, string? folder, bool ownsProjector)
    {
        Adapter = folder is null ? null : AdapterName;
        string file = Path.Combine(folder ?? string.Empty, BesideAdapter.FileName);
        bool bringsProjector = folder is not null && File.Exists(file);
        if (ownsProjector || bringsProjector)
        {
            var builder = new ParameterBuilder(CopiesOf(model, bringsProjector ? SafetensorsFile.Open(file) : null));
            Projector = model.Config.Family.Projector(builder, model.Config);
            ownWeights = builder.Parameters;
        }
    }

    /// <summary>The adapter that takes part; none: the base model alone.</summary>
    public string? Adapter { get; }

    /// <summary>A copy of the projector as it was; none: the policy's.</summary>
    public IProjector? Projector { get; }

    /// <summary>Makes what a recipe's <c>dpo.reference</c> says. A starting adapter is read a second time and stays as it is.</summary>
    /// <exception cref="CheckpointException">The reference's adapter can't be used.</exception>
    public static ReferenceRole Create(TrainableModel policy, DpoRecipe recipe)
    {
        string? folder = recipe.Dpo.Reference switch
        {
            DpoOptions.InitialReference => policy.HasAdapter ? recipe.Model.AdapterNameOrPath : null,
            DpoOptions.BaseReference => null,
            string path => path,
        };
        if (folder is not null)
        {
            AdapterCheckpoint.Load(policy.Model.Adapters, AdapterName, folder);
        }

        bool ownsProjector = policy.TrainsProjector && recipe.Dpo.RefProjector == ReferenceProjector.Frozen;
        return new ReferenceRole(policy.Model, folder, ownsProjector);
    }

    /// <summary>Frees the copy of the projector; the adapter belongs to the model.</summary>
    public void Dispose()
    {
        foreach (Parameter weight in ownWeights)
        {
            weight.Value.Dispose();
        }
    }

    /// <summary>The model's own weights, or those that an adapter brought along.</summary>
    private static ParameterSource CopiesOf(LlavaModel model, SafetensorsFile? brought)
    {
        var weights = model.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        return (name, _, _) => brought is not null && brought.Tensors.ContainsKey(NameMap.ToHuggingFace(name))
            ? brought.Read(NameMap.ToHuggingFace(name)).To(weights[name].Placement).Clone()
            : weights[name].Detach().Clone();
    }
}
