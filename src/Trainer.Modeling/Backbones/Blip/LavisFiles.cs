using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>
/// The <c>.pth</c> files that lie beside a Vicuna's: EVA-CLIP's tower, BLIP-2's Q-Former and MiniGPT-4's projection, or one of InstructBLIP's,
/// under the names of transformers. Of weights that several files hold, that of the last file in alphabetical order counts.
/// </summary>
internal sealed class LavisFiles : IWeightSource
{
    /// <summary>BLIP-2 reads the last block but one of EVA-CLIP's forty.</summary>
    private const int MostTowerBlocks = 39;

    private const string WholeBias = "qkv.bias";
    private const string TowerBlocks = "vision_model.encoder.layers.";

    private readonly List<IWeightSource> files = [];
    private readonly Dictionary<string, (IWeightSource File, string Name)> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorInfo> tensors = new(StringComparer.Ordinal);

    private LavisFiles()
    {
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>Whether the projection is InstructBLIP's, whose Q-Former reads the instruction.</summary>
    internal bool ReadsInstruction { get; private set; }

    /// <summary>Whether the projection reads what is wider than the tower's features, several of them at a time, and so no Q-Former.</summary>
    internal bool ProjectsTower => tensors.TryGetValue("language_projection.weight", out TensorInfo? projection) && projection.Shape.Length == 2
        && tensors.TryGetValue("vision_model.embeddings.class_embedding", out TensorInfo? token) && projection.Shape[1] > token.Shape[^1];

    /// <summary>Opens a folder's files; null where there are none.</summary>
    internal static LavisFiles? OpenIfAny(string directory)
    {
        string[] paths = Directory.Exists(directory) ? [.. Directory.GetFiles(directory, "*.pth").Order(StringComparer.Ordinal)] : [];
        if (paths.Length == 0)
        {
            return null;
        }

        var opened = new LavisFiles();
        Array.ForEach(paths, opened.Add);
        opened.Complete();
        return opened;
    }

    /// <inheritdoc/>
    public Tensor Read(string name)
    {
        if (entries.TryGetValue(name, out (IWeightSource File, string Name) entry))
        {
            return entry.File.Read(entry.Name);
        }

        if (!name.EndsWith(WholeBias, StringComparison.Ordinal))
        {
            throw new CheckpointException($"The .pth files have no tensor '{name}'.");
        }

        // Queries and values have a bias, keys have none.
        Tensor query = Read(name.Replace(WholeBias, "q_bias", StringComparison.Ordinal));
        return Tensor.Cat(0, query, Tensor.Zeros(query.Placement, query.Shape), Read(name.Replace(WholeBias, "v_bias", StringComparison.Ordinal)));
    }

    /// <inheritdoc/>
    public void Dispose() => files.ForEach(file => file.Dispose());

    private void Add(string path)
    {
        IWeightSource file = WeightFile.Open(path);
        files.Add(file);
        foreach (TensorInfo info in file.Tensors.Values)
        {
            ReadsInstruction |= info.Name.EndsWith("llm_proj.weight", StringComparison.Ordinal);
            if (LavisNames.ToHuggingFace(info.Name) is { } name && BlockOf(name) < MostTowerBlocks)
            {
                entries[name] = (file, info.Name);
                tensors[name] = info;
            }
        }
    }

    /// <summary>Drops what reads instructions where nothing else does, and puts biases together.</summary>
    private void Complete()
    {
        foreach (string name in tensors.Keys.Where(name => !ReadsInstruction && LavisNames.IsOfWords(name)).ToArray())
        {
            tensors.Remove(name);
        }

        foreach ((string name, TensorInfo bias) in tensors.Where(entry => entry.Key.EndsWith(".q_bias", StringComparison.Ordinal)).ToArray())
        {
            string whole = name.Replace("q_bias", WholeBias, StringComparison.Ordinal);
            tensors.Remove(name);
            if (tensors.Remove(name.Replace("q_bias", "v_bias", StringComparison.Ordinal)))
            {
                tensors[whole] = bias with { Name = whole, Shape = [3 * bias.Shape[0]] };
            }
        }
    }

    private static int BlockOf(string name) =>
        name.StartsWith(TowerBlocks, StringComparison.Ordinal) && int.TryParse(name[TowerBlocks.Length..].Split('.')[0], out int block) ? block : 0;
}
