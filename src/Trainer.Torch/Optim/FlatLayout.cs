namespace Trainer.Torch.Optim;

/// <summary>Where each weight lies in the flat buffers.</summary>
internal sealed class FlatLayout
{
    /// <summary>
    /// Orders the weights so that both the decaying ones and the low-precision ones are one stretch each:
    /// decaying Float32, decaying low, other low, other Float32. Within a group the given order stays.
    /// </summary>
    internal FlatLayout(IReadOnlyList<TrainableTensor> tensors)
    {
        long offset = 0;
        foreach (TrainableTensor tensor in tensors.OrderBy(Group))
        {
            var slot = new FlatSlot(tensor.Name, offset, tensor.Value.Shape, tensor.IsLowPrecision);
            Slots.Add((slot, tensor));
            offset += slot.Count;
            Decaying += tensor.Decays ? slot.Count : 0;
            if (tensor.IsLowPrecision)
            {
                LowStart = LowCount == 0 ? slot.Offset : LowStart;
                LowCount += slot.Count;
            }
        }

        Count = offset;
    }

    internal List<(FlatSlot Slot, TrainableTensor Tensor)> Slots { get; } = [];

    internal long Count { get; }

    /// <summary>Elements that decay: the first ones of the buffer.</summary>
    internal long Decaying { get; }

    /// <summary>First element with a low-precision twin.</summary>
    internal long LowStart { get; }

    internal long LowCount { get; }

    private static int Group(TrainableTensor tensor) => (tensor.Decays, tensor.IsLowPrecision) switch
    {
        (true, false) => 0,
        (true, true) => 1,
        (false, true) => 2,
        (false, false) => 3,
    };
}

/// <summary>The place of one weight.</summary>
/// <param name="Name">The weight's name.</param>
/// <param name="Offset">First element in the Float32 buffer.</param>
/// <param name="Shape">The weight's sizes.</param>
/// <param name="IsLowPrecision">Whether the model computes with a narrower copy.</param>
internal sealed record FlatSlot(string Name, long Offset, long[] Shape, bool IsLowPrecision)
{
    internal long Count { get; } = Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>The weight's part of a flat buffer, in the weight's shape.</summary>
    internal Tensor View(Tensor buffer, long bufferStart = 0) => buffer.Narrow(0, Offset - bufferStart, Count).View(Shape);
}
