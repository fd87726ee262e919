using System.Globalization;
using Trainer.Torch;

namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>What a torch file's pickle tells: its tensors by name, and the plain values beside them.</summary>
public sealed class TorchIndex
{
    private const int DeepestNesting = 32;
    private const int SpareWork = 1 << 16;

    private readonly Dictionary<string, TorchTensor> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private long work;

    private TorchIndex(long work) => this.work = work;

    /// <summary>Every tensor; those in dictionaries or lists inside others have names joined by dots.</summary>
    public IReadOnlyDictionary<string, TorchTensor> Tensors => tensors;

    /// <summary>Texts and numbers beside the tensors, such as a count of steps.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Reads a pickle; nothing in it is run.</summary>
    /// <param name="pickle">The bytes of <c>data.pkl</c>.</param>
    /// <param name="storages">Bytes of every storage in the archive by its key.</param>
    /// <exception cref="CheckpointException">The pickle is broken, wants more than values, or does not fit the storages.</exception>
    public static TorchIndex Parse(byte[] pickle, IReadOnlyDictionary<string, long> storages)
    {
        if (PickleReader.Read(pickle) is not PickleDictionary root)
        {
            throw TorchFault.SaveAgain("it holds no dictionary of named tensors");
        }

        // Values that occur in many places are listed once for each: without a bound, a short pickle could ask for endless lists.
        var index = new TorchIndex((4L * pickle.Length) + SpareWork);
        index.AddEntries(string.Empty, root, 0);
        foreach ((string name, TorchTensor tensor) in index.tensors)
        {
            RequireStorage(name, tensor.Storage, storages);
        }

        return index;
    }

    private static void RequireStorage(string name, TorchStorage storage, IReadOnlyDictionary<string, long> storages)
    {
        if (!storages.TryGetValue(storage.Key, out long length))
        {
            throw TorchFault.Damaged($"tensor '{TorchFault.Shown(name)}' needs storage '{TorchFault.Shown(storage.Key)}', which the archive lacks");
        }

        int size = storage.Type.Size();
        if (length % size != 0 || length / size != storage.Count)
        {
            throw TorchFault.Damaged($"tensor '{TorchFault.Shown(name)}' needs {storage.Count} elements of {storage.Type} in storage '{TorchFault.Shown(storage.Key)}', which has {length} bytes");
        }
    }

    private void AddEntries(string prefix, PickleDictionary dictionary, int depth)
    {
        foreach ((object key, object? value) in dictionary.Entries)
        {
            Add(prefix + Convert.ToString(key, CultureInfo.InvariantCulture), value, depth + 1);
        }
    }

    private void AddItems(string prefix, IEnumerable<object?> items, int depth)
    {
        int number = 0;
        foreach (object? item in items)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"{prefix}{number++}"), item, depth + 1);
        }
    }

    private void Add(string name, object? value, int depth)
    {
        work -= name.Length + 1;
        if (work < 0 || depth > DeepestNesting)
        {
            throw TorchFault.Refused($"its values nest more than {DeepestNesting} deep, or repeat each other without end");
        }

        switch (value)
        {
            case TorchTensor tensor:
                AddOnce(tensors, name, tensor);
                break;
            case PickleDictionary dictionary:
                AddEntries($"{name}.", dictionary, depth);
                break;
            case IEnumerable<object?> items:
                AddItems($"{name}.", items, depth);
                break;
            case string or long or double or bool:
                AddOnce(metadata, name, Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
        }
    }

    private static void AddOnce<T>(Dictionary<string, T> known, string name, T value)
    {
        if (!known.TryAdd(name, value))
        {
            throw TorchFault.Damaged($"the name '{TorchFault.Shown(name)}' appears twice");
        }
    }
}
