using Trainer.Algorithms.Common;
using Trainer.Modeling;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Roles;

/// <summary>The base of reward and value: the policy's own where the reward model was trained on it, else a second one.</summary>
internal sealed class JudgeBase : IDisposable
{
    private const string ValueAdapter = "value";

    private JudgeBase(LlavaModel model, string path, bool isShared)
    {
        Model = model;
        Path = path;
        IsShared = isShared;
    }

    /// <summary>The model.</summary>
    internal LlavaModel Model { get; }

    /// <summary>Its folder.</summary>
    internal string Path { get; }

    /// <summary>Whether it is the policy's.</summary>
    internal bool IsShared { get; }

    /// <summary>The reward model's adapter; none where it was trained without one.</summary>
    internal string? RewardAdapter { get; private init; }

    /// <summary>Loads what <c>ppo.reward_model</c> names.</summary>
    internal static JudgeBase Load(PpoRecipe recipe, LlavaModel policy)
    {
        string folder = recipe.Ppo.RewardModel;
        (string path, bool isShared) = Place(recipe);
        LlavaModel model = isShared ? policy : LlavaCheckpoint.Load(path, policy.Compute, policy.Compute.DType);
        if (AdapterFolder.BaseOf(folder) is null)
        {
            return new JudgeBase(model, path, isShared);
        }

        BesideAdapter.Load(model, folder);
        return new JudgeBase(model, path, isShared) { RewardAdapter = AdapterCheckpoint.Load(model.Adapters, "reward", folder).Name };
    }

    /// <summary>Folder of the reward model's base, and whether it is the policy's own.</summary>
    internal static (string Path, bool IsShared) Place(PpoRecipe recipe)
    {
        string folder = recipe.Ppo.RewardModel;
        string path = AdapterFolder.BaseOf(folder) ?? folder;
        return (path, IsSame(path, recipe.Model.ModelNameOrPath) && !ChangesBase(folder) && !ChangesBase(recipe.Model.AdapterNameOrPath));
    }

    /// <summary>Adds the adapter of the values, which learns.</summary>
    internal LoraAdapter AddValue(PpoRecipe recipe, RandomRoot random)
    {
        string? start = recipe.Ppo.ValueStart == ValueStart.Policy ? recipe.Model.AdapterNameOrPath : RewardAdapter is null ? null : recipe.Ppo.RewardModel;
        LoraAdapter value = start is null ? Fresh(recipe, random) : AdapterCheckpoint.Load(Model.Adapters, ValueAdapter, start);
        value.Parameters.ToList().ForEach(parameter => parameter.Trainable = true);
        return value;
    }

    /// <summary>Frees the model, unless it is the policy's.</summary>
    public void Dispose()
    {
        if (!IsShared)
        {
            Model.Dispose();
        }
    }

    private LoraAdapter Fresh(PpoRecipe recipe, RandomRoot random)
    {
        using RandomStream stream = random.Stream("value lora");
        return Model.Adapters.Add(ValueAdapter, TrainableModel.Lora(recipe.Model), stream);
    }

    /// <summary>Whether weights of the base were trained beside an adapter, so that others can't share it.</summary>
    private static bool ChangesBase(string? folder) => folder is not null && BesideAdapter.Find(folder) is not null;

    private static bool IsSame(string first, string second) => System.IO.Path.GetFullPath(first).TrimEnd('/') == System.IO.Path.GetFullPath(second).TrimEnd('/');
}
