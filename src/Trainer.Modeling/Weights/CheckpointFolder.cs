using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>
/// A LLaVA checkpoint on disk, in either layout, with its weights under our names. Opening it proves that exactly the weights
/// that its config.json asks for are there, each in its shape; nothing is read until it is asked for.
/// </summary>
public sealed class CheckpointFolder : IWeightSource
{
    private const string Tower = "vision_tower.";

    private readonly string directory;
    private readonly List<IWeightSource> files = [];
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);

    private CheckpointFolder(string directory, LlavaConfig config)
    {
        this.directory = directory;
        Config = config;
    }

    /// <summary>Sizes.</summary>
    public LlavaConfig Config { get; }

    /// <summary>Every weight of the model by our name; its own <see cref="TensorInfo.Name"/> is the one in the file.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>Whether a folder has weights to open, its own or by name.</summary>
    public static bool IsIn(string directory) => ShardedWeights.AreIn(AssemblyFile.Read(directory).LanguageModel);

    /// <summary>Opens a folder and checks names and shapes.</summary>
    /// <exception cref="CheckpointException">Something is missing, superfluous or of the wrong shape.</exception>
    public static CheckpointFolder Open(string directory)
    {
        var folder = new CheckpointFolder(directory, LlavaConfigJson.Read(Path.Combine(directory, "config.json")));
        Dictionary<string, long[]> needed = Shapes(folder.Config);
        AssemblyFile parts = AssemblyFile.Read(directory);
        folder.AddModel(parts.LanguageModel);
        folder.AddFurther(parts.LanguageModel);
        folder.AddFile(Path.Combine(parts.LanguageModel, ProjectorFile.Projector), replaces: false);
        folder.AddFile(Path.Combine(parts.LanguageModel, ProjectorFile.Trainables), replaces: true);
        folder.AddFile(parts.Projector, replaces: true);
        if (folder.Config.VisionTowerPath is { } tower && !needed.Keys.Where(IsTower).All(folder.entries.ContainsKey))
        {
            folder.AddTower(tower);
        }

        folder.RequireExactly(needed);
        foreach (string name in needed.Keys)
        {
            folder.tensors.Add(name, folder.entries[name].Info);
        }

        return folder;
    }

    /// <inheritdoc/>
    public Tensor Read(string name) => entries.TryGetValue(name, out Entry? entry)
        ? entry.File.Read(entry.Info.Name)
        : throw new CheckpointException($"The model of {directory} has no weight '{name}'.");

    /// <summary>Whether a weight is there in a shape, also one that the model has no use for.</summary>
    public bool Holds(string name, long[] shape) =>
        entries.TryGetValue(name, out Entry? entry) && SafetensorsType.ToDType(entry.Info.Type) is not null && WeightFit.Fits(entry.Info, shape);

    /// <inheritdoc/>
    public void Dispose() => files.ForEach(file => file.Dispose());

    private static bool IsTower(string name) => name.StartsWith(Tower, StringComparison.Ordinal);

    private void AddModel(string source)
    {
        ShardedWeights file = OpenWeights(source);
        foreach (TensorInfo info in file.Tensors.Values)
        {
            if (NameMap.ToOurs(info.Name) is { } ours && !entries.TryAdd(ours, new Entry(file, info)))
            {
                throw new CheckpointException($"{source} holds the same weight twice, as {entries[ours].Info.Name} and as {info.Name}. Remove one of them.");
            }
        }
    }

    /// <summary>Takes what a file of the llava package's holds, where the model lacks it or is older.</summary>
    private void AddFile(string? path, bool replaces)
    {
        if (path is null || !File.Exists(path))
        {
            return;
        }

        IWeightSource file = WeightFile.Open(path);
        files.Add(file);
        foreach (TensorInfo info in file.Tensors.Values)
        {
            if (ProjectorFile.ToOurs(info.Name) is { } ours && (replaces || !entries.ContainsKey(ours)))
            {
                entries[ours] = new Entry(file, info);
            }
        }
    }

    /// <summary>Takes what a family publishes in files of its own.</summary>
    private void AddFurther(string source)
    {
        if (Config.Family.FurtherFiles(source) is not { } file)
        {
            return;
        }

        files.Add(file);
        foreach ((string name, TensorInfo info) in file.Tensors)
        {
            if (NameMap.ToOurs(name) is { } ours)
            {
                entries[ours] = new Entry(file, info with { Name = name });
            }
        }
    }

    /// <summary>Takes the tower from the repository that a flat config names: released files leave it out.</summary>
    private void AddTower(string tower)
    {
        string folder = Path.Combine(directory, tower);
        if (!Directory.Exists(folder))
        {
            throw new CheckpointException(
                $"{directory} does not hold its vision tower, and mm_vision_tower '{tower}' is no folder here. "
                + "Put the tower's folder there, or use a version of the checkpoint that holds it.");
        }

        ShardedWeights file = OpenWeights(folder);
        foreach (TensorInfo info in file.Tensors.Values)
        {
            if (NameMap.ToOurs(info.Name) is { } ours && IsTower(ours))
            {
                entries[ours] = new Entry(file, info);
            }
        }
    }

    private ShardedWeights OpenWeights(string folder)
    {
        ShardedWeights file = ShardedWeights.Open(folder);
        files.Add(file);
        return file;
    }

    private void RequireExactly(Dictionary<string, long[]> needed)
    {
        var fit = new WeightFit(entries.ToDictionary(entry => entry.Key, entry => entry.Value.Info), IsUnused);
        if (fit.Problems(needed) is { } problems)
        {
            throw new CheckpointException($"The weights in {directory} don't fit its config.json. {problems}. Use the config.json that belongs to them.");
        }
    }

    /// <summary>A tied output projection, and what the tower has behind the selected layer, are in files but not in the model.</summary>
    private bool IsUnused(string name)
    {
        const string blocks = $"{Tower}vision_model.encoder.layers.";
        if (!name.StartsWith(blocks, StringComparison.Ordinal))
        {
            return (name == "lm_head.weight" && Config.Text.TieWordEmbeddings) || name.StartsWith($"{Tower}vision_model.post_layernorm.", StringComparison.Ordinal);
        }

        string number = name[blocks.Length..].Split('.')[0];
        return int.TryParse(number, out int layer) && layer >= Config.VisionLayersUsed && layer < Config.Vision.Layers;
    }

    /// <summary>Names and shapes that a model of these sizes has, found by making one of empty stand-ins.</summary>
    private static Dictionary<string, long[]> Shapes(LlavaConfig config)
    {
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal);
        using var scope = new TensorScope();
        using Tensor nothing = TensorScope.Release(Tensor.Empty(Placement.CpuFloat, 1, 1));
        var builder = new ParameterBuilder((name, shape, _) =>
        {
            shapes.Add(name, shape);
            return nothing;
        });
        LlavaModel.Register(builder, config);
        return shapes;
    }

    private sealed record Entry(IWeightSource File, TensorInfo Info);
}
