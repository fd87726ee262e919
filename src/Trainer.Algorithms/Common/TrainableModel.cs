using Trainer.Modeling;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Recipes.Options;
using Trainer.Torch;
using Trainer.Torch.Optim;

namespace Trainer.Algorithms.Common;

/// <summary>A loaded model with the parts of it that learn.</summary>
public sealed class TrainableModel : ITrainable, IDisposable
{
    /// <summary>Name of the adapter that learns.</summary>
    public const string PolicyAdapter = "policy";

    private readonly ModelOptions options;
    private readonly LoraAdapter? adapter;
    private readonly Parameter[] trainedWeights;
    private readonly List<IModelPart> parts = [];

    private TrainableModel(LlavaModel model, LoraAdapter? adapter, ModelOptions options)
    {
        Model = model;
        this.adapter = adapter;
        this.options = options;
        trainedWeights = [.. model.Parameters.Where(Learns)];
        adapter?.Parameters.ToList().ForEach(parameter => parameter.Trainable = true);
    }

    /// <summary>The model, its adapter active if it has one.</summary>
    public LlavaModel Model { get; }

    /// <summary>Whether pictures' features stay what they are throughout the run.</summary>
    public bool HasFrozenTower => options.FreezeVisionTower;

    /// <summary>Whether an adapter learns.</summary>
    public bool HasAdapter => adapter is not null;

    /// <summary>The adapter that learns; null where there is none.</summary>
    public LoraAdapter? Adapter => adapter;

    /// <summary>Whether the projector learns beside an adapter, or alone.</summary>
    public bool TrainsProjector => !options.FreezeMultiModalProjector;

    /// <summary>Whether weights learn that every role shares, so that no role stays what it was.</summary>
    public bool TrainsSharedWeights => trainedWeights.Any(parameter => parameter.Group != ParameterGroup.Projector);

    /// <inheritdoc/>
    public IReadOnlyList<TrainableTensor> Trainable =>
        [.. trainedWeights.Concat(adapter?.Parameters ?? []).Concat(parts.SelectMany(part => part.Parameters)).Select(parameter => new TrainableTensor(parameter.Name, parameter.Value))];

    /// <summary>Loads the base model and its adapter, and freezes what the options say.</summary>
    /// <exception cref="CheckpointException">A checkpoint can't be used.</exception>
    public static TrainableModel Load(ModelOptions options, RandomRoot random, Device device)
    {
        DType type = TypeOf(options);
        LlavaModel model = LlavaCheckpoint.Load(options.ModelNameOrPath, new Placement(device, type), type);
        LoraAdapter? adapter = LearnsAdapter(options) ? AddAdapter(model, options, random) : null;
        model.Adapters.Activate(adapter?.Name);
        return new TrainableModel(model, adapter, options);
    }

    /// <summary>
    /// The same model without memory behind its weights, to count with: each is one element that is looked at as often as its shape says.
    /// </summary>
    /// <param name="options">What the model is and what of it learns. An adapter that isn't there yet is taken to be as they say.</param>
    /// <param name="config">Sizes.</param>
    public static TrainableModel Outline(ModelOptions options, LlavaConfig config)
    {
        using var scope = new TensorScope();
        Tensor weight = Tensor.Zeros(new Placement(Device.Cpu, TypeOf(options)), 1);
        Tensor learning = Tensor.Zeros(Placement.CpuFloat, 1);
        var model = new LlavaModel(config, (_, shape, _) => weight.Expand(shape), weight.Placement);
        LoraAdapter? adapter = LearnsAdapter(options)
            ? model.Adapters.Add(PolicyAdapter, OutlineOf(options), (_, shape, _) => learning.Expand(shape))
            : null;
        return new TrainableModel(model, adapter, options);
    }

    /// <summary>Adds a part that learns with the model, is written with it, and freed with it.</summary>
    public void Attach(IModelPart part)
    {
        parts.Add(part);
        part.Parameters.ToList().ForEach(parameter => parameter.Trainable = true);
    }

    /// <summary>
    /// Writes what the run makes: a whole model in Hugging Face's layout, or an adapter in PEFT's with, beside it, the
    /// weights of the base that were trained as well.
    /// </summary>
    public void Write(string folder)
    {
        WriteWeights(folder);
        parts.ForEach(part => part.Write(folder));
    }

    /// <inheritdoc/>
    public void RequireWritten(string folder)
    {
        RequireWrittenWeights(folder);
        parts.ForEach(part => part.RequireWritten(folder));
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        parts.ForEach(part => part.Dispose());
        Model.Dispose();
    }

    private void WriteWeights(string folder)
    {
        if (adapter is null)
        {
            LlavaCheckpoint.Save(Model, folder, new SaveOptions { Origin = options.ModelNameOrPath });
            return;
        }

        AdapterCheckpoint.Save(adapter, folder, options.ModelNameOrPath);
        if (trainedWeights.Length > 0)
        {
            SafetensorsWriter.Write(Path.Combine(folder, BesideAdapter.FileName), trainedWeights.Select(Named));
        }
    }

    private void RequireWrittenWeights(string folder)
    {
        if (adapter is null)
        {
            WrittenWeights.RequireEqual(folder, ShardedWeights.Open(folder), LlavaCheckpoint.WeightsOf(Model));
            return;
        }

        WrittenWeights.RequireEqual(folder, SafetensorsFile.Open(Path.Combine(folder, AdapterCheckpoint.WeightsFile)), AdapterCheckpoint.WeightsOf(adapter));
        if (trainedWeights.Length > 0)
        {
            WrittenWeights.RequireEqual(folder, SafetensorsFile.Open(Path.Combine(folder, BesideAdapter.FileName)), trainedWeights.Select(Named));
        }
    }

    private bool Learns(Parameter parameter) => parameter.Group switch
    {
        ParameterGroup.VisionTower => !options.FreezeVisionTower,
        ParameterGroup.Projector => !options.FreezeMultiModalProjector,
        ParameterGroup.LanguageModel => options.FinetuningType == FinetuningType.Full && !options.FreezeLanguageModel,
        _ => false,
    };

    private static DType TypeOf(ModelOptions options) => options.Dtype == ModelDtype.Bfloat16 ? DType.BFloat16 : DType.Float32;

    private static bool LearnsAdapter(ModelOptions options) => options.FinetuningType == FinetuningType.Lora && !options.FreezeLanguageModel;

    private static LoraOptions OutlineOf(ModelOptions options) =>
        Directory.Exists(options.AdapterNameOrPath) ? AdapterCheckpoint.ReadOptions(options.AdapterNameOrPath) : Lora(options);

    private static NamedTensor Named(Parameter parameter) => new(NameMap.ToHuggingFace(parameter.Name), parameter.Value);

    private static LoraAdapter AddAdapter(LlavaModel model, ModelOptions options, RandomRoot random)
    {
        if (options.AdapterNameOrPath is { } path)
        {
            BesideAdapter.Load(model, path);
            return AdapterCheckpoint.Load(model.Adapters, PolicyAdapter, path);
        }

        using RandomStream stream = random.Stream("lora");
        return model.Adapters.Add(PolicyAdapter, Lora(options), stream);
    }

    /// <summary>The shape of adapters that options ask for.</summary>
    internal static LoraOptions Lora(ModelOptions options) => new()
    {
        Rank = options.LoraR,
        Alpha = options.LoraAlpha,
        Dropout = options.LoraDropout,
        RankStabilised = options.UseRslora,
        TargetModules = options.LoraTargetModules,
    };
}
