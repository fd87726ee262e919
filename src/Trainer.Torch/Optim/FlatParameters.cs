namespace Trainer.Torch.Optim;

/// <summary>
/// Lays all trainable weights into one flat Float32 buffer and their gradients into another, so that an optimiser step,
/// a norm and an all-reduce are each one operation instead of one per weight. The model's tensors become views of the
/// buffers in place; weights of lower precision become views of a narrower buffer that follows the Float32 one.
/// </summary>
public sealed class FlatParameters : IDisposable
{
    private static readonly Operator SetOp = new("aten::set_", "source_Tensor");

    private readonly FlatLayout layout;
    private readonly Tensor? lowValues;
    private readonly Tensor? lowGradients;

    /// <summary>Moves the weights into flat buffers on their device and makes them leaves that record gradients.</summary>
    /// <exception cref="ArgumentException">There are none, two share a name, or their devices or low precisions differ.</exception>
    public FlatParameters(IReadOnlyList<TrainableTensor> tensors)
    {
        Require(tensors);
        layout = new FlatLayout(tensors);
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        Device device = tensors[0].Value.Device;
        Values = TensorScope.Release(Tensor.Empty(new Placement(device, DType.Float32), layout.Count));
        Gradients = TensorScope.Release(Tensor.Zeros(new Placement(device, DType.Float32), layout.Count));
        if (tensors.FirstOrDefault(tensor => tensor.IsLowPrecision) is { } low)
        {
            lowValues = TensorScope.Release(Tensor.Empty(new Placement(device, low.Value.DType), layout.LowCount));
            lowGradients = TensorScope.Release(Tensor.Zeros(new Placement(device, low.Value.DType), layout.LowCount));
        }

        foreach ((FlatSlot slot, TrainableTensor tensor) in layout.Slots)
        {
            Adopt(slot, tensor.Value);
        }
    }

    /// <summary>Every weight in Float32, [count]. Decaying weights come first.</summary>
    public Tensor Values { get; }

    /// <summary>The accumulated gradient of every weight, in the order of <see cref="Values"/>, Float32 [count].</summary>
    public Tensor Gradients { get; }

    /// <summary>Number of weights' elements.</summary>
    public long Count => layout.Count;

    /// <summary>Leading elements of <see cref="Values"/> to which weight decay applies.</summary>
    public long Decaying => layout.Decaying;

    /// <summary>Each weight's name and its part of a buffer that is laid out as <see cref="Values"/>.</summary>
    public IEnumerable<TrainableTensor> ViewsOf(Tensor buffer) =>
        layout.Slots.Select(entry => new TrainableTensor(entry.Slot.Name, entry.Slot.View(buffer)));

    /// <summary>
    /// Adds the low-precision gradients of a backward pass to <see cref="Gradients"/> and clears them, so that
    /// micro-batches accumulate in Float32. Call it after each backward pass.
    /// </summary>
    public void CollectGradients()
    {
        if (lowGradients is not null)
        {
            using var scope = new TensorScope();
            Gradients.Narrow(0, layout.LowStart, layout.LowCount).AddInPlace(lowGradients);
            lowGradients.Zero();
        }
    }

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGradients() => Gradients.Zero();

    /// <summary>Rounds changed <see cref="Values"/> into the low-precision copies that the model computes with.</summary>
    public void PublishValues()
    {
        if (lowValues is not null)
        {
            using var scope = new TensorScope();
            lowValues.CopyFrom(Values.Narrow(0, layout.LowStart, layout.LowCount));
        }
    }

    /// <summary>Frees the buffers' handles. The model's tensors keep the memory that they view.</summary>
    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
        lowValues?.Dispose();
        lowGradients?.Dispose();
    }

    private void Adopt(FlatSlot slot, Tensor value)
    {
        value.RequiresGrad = false;
        slot.View(Values).CopyFrom(value);
        bool low = slot.IsLowPrecision;
        Tensor home = low ? slot.View(lowValues!, layout.LowStart) : slot.View(Values);
        if (low)
        {
            home.CopyFrom(value);
        }

        // The same tensor object, now over the buffer's memory: the model's layers need not be told.
        SetOp.CallInPlace(value, home);
        value.RequiresGrad = true;
        value.Grad = low ? slot.View(lowGradients!, layout.LowStart) : slot.View(Gradients);
    }

    private static void Require(IReadOnlyList<TrainableTensor> tensors)
    {
        if (tensors.Count == 0)
        {
            throw new ArgumentException("No weight is trainable. Unfreeze a part of the model or add an adapter.", nameof(tensors));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        DType? low = null;
        foreach (TrainableTensor tensor in tensors)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"Two trainable weights are called '{tensor.Name}'. Give each its own name.", nameof(tensors));
            }

            if (tensor.Value.Device != tensors[0].Value.Device)
            {
                throw new ArgumentException($"'{tensor.Name}' is on {tensor.Value.Device}, others are on {tensors[0].Value.Device}. Load the whole model onto one device.", nameof(tensors));
            }

            if (tensor.IsLowPrecision && tensor.Value.DType != (low ??= tensor.Value.DType))
            {
                throw new ArgumentException($"'{tensor.Name}' is {tensor.Value.DType}, others are {low}. Use Float32 and one lower precision.", nameof(tensors));
            }
        }
    }
}
