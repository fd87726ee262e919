namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>The values that a pickle works on, its marks among them, and those that it remembers by number.</summary>
internal sealed class PickleStack
{
    private const int MostValues = 1_000_000;
    private const int MostMarks = 256;

    private readonly List<object?> values = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<uint, object?> memo = [];
    private int pushed;

    private int Floor => marks.Count > 0 ? marks[^1] : 0;

    internal void Push(object? value)
    {
        if (++pushed > MostValues)
        {
            throw TorchFault.Refused($"it makes more than {MostValues} values");
        }

        values.Add(value);
    }

    internal object? Pop() => Pop(1)[0];

    /// <summary>Takes the top, which must be of a kind.</summary>
    internal T Pop<T>(string expected)
        where T : class
    {
        T value = Peek<T>(expected);
        values.RemoveAt(values.Count - 1);
        return value;
    }

    /// <summary>The top, left where it is.</summary>
    internal T Peek<T>(string expected)
        where T : class => Top() as T ?? throw TorchFault.Damaged($"{expected} is needed, but something else was made");

    /// <summary>Takes several values from the top, in the order they were made in.</summary>
    internal object?[] Pop(int count)
    {
        if (values.Count - Floor < count)
        {
            throw TorchFault.Damaged($"{count} values are needed, but only {values.Count - Floor} were made");
        }

        object?[] taken = [.. values.GetRange(values.Count - count, count)];
        values.RemoveRange(values.Count - count, count);
        return taken;
    }

    internal void Mark()
    {
        if (marks.Count == MostMarks)
        {
            throw TorchFault.Refused($"it nests more than {MostMarks} deep");
        }

        marks.Add(values.Count);
    }

    internal object?[] PopToMark()
    {
        if (marks.Count == 0)
        {
            throw TorchFault.Damaged("a mark is needed, but none was set");
        }

        object?[] taken = Pop(values.Count - marks[^1]);
        marks.RemoveAt(marks.Count - 1);
        return taken;
    }

    internal void Remember(uint number) => memo[number] = Top();

    internal void Remember() => Remember((uint)memo.Count);

    internal void Recall(uint number) =>
        Push(memo.TryGetValue(number, out object? value) ? value : throw TorchFault.Damaged($"value {number} is asked for, but was never kept"));

    private object? Top() => values.Count > Floor ? values[^1] : throw TorchFault.Damaged("a value is needed, but none was made");
}
