namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>Values by text or whole number, as both kinds of dictionary of Python's hold them in torch's files.</summary>
internal sealed class PickleDictionary
{
    private readonly Dictionary<object, object?> entries = [];

    /// <summary>Keys are texts or numbers of 64 bits.</summary>
    internal IEnumerable<KeyValuePair<object, object?>> Entries => entries;

    /// <summary>Adds keys and values that alternate.</summary>
    internal void Add(ReadOnlySpan<object?> pairs)
    {
        if (pairs.Length % 2 != 0)
        {
            throw TorchFault.Damaged("a dictionary's last key has no value");
        }

        for (int i = 0; i < pairs.Length; i += 2)
        {
            Add(pairs[i], pairs[i + 1]);
        }
    }

    private void Add(object? key, object? value)
    {
        if (key is not (string or long))
        {
            throw TorchFault.Refused("a dictionary's key is neither text nor a whole number");
        }

        if (!entries.TryAdd(key, value))
        {
            throw TorchFault.Damaged($"the key '{TorchFault.Shown(key.ToString()!)}' appears twice");
        }
    }
}
