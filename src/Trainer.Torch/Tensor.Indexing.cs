namespace Trainer.Torch;

public sealed partial class Tensor
{
    private static readonly Operator IndexSelectOp = new("aten::index_select");
    private static readonly Operator GatherOp = new("aten::gather");
    private static readonly Operator IndexOp = new("aten::index", "Tensor");
    private static readonly Operator IndexPutOp = new("aten::index_put");
    private static readonly Operator IndexCopyOp = new("aten::index_copy");
    private static readonly Operator MaskedFillOp = new("aten::masked_fill", "Scalar");
    private static readonly Operator NonZeroOp = new("aten::nonzero");
    private static readonly Operator TriuOp = new("aten::triu");
    private static readonly Operator ScatterOp = new("aten::scatter", "src");
    private static readonly Operator MultinomialOp = new("aten::multinomial");

    /// <summary>Entries of a dimension, by an Int64 vector.</summary>
    public Tensor IndexSelect(long dimension, Tensor index) => IndexSelectOp.Call(this, dimension, index);

    /// <summary>Copies rows of the last dimension, by their numbers when all other dimensions are counted through. Passes no gradients on.</summary>
    /// <returns>[rows, width].</returns>
    public Tensor CopyRows(ReadOnlySpan<long> rows)
    {
        if (Placement != Placement.CpuFloat)
        {
            return Detach().Reshape(-1, Size(-1)).IndexSelect(0, From(rows).To(Device));
        }

        // A few rows are copied sooner than an operator is called.
        int width = (int)Size(-1);
        Tensor copy = Empty(Placement, rows.Length, width);
        Span<float> source = Contiguous().Span<float>();
        Span<float> target = copy.Span<float>();
        for (int i = 0; i < rows.Length; i++)
        {
            source.Slice(checked((int)rows[i] * width), width).CopyTo(target[(i * width)..]);
        }

        return copy;
    }

    /// <summary>For each position of <paramref name="index"/>, the entry of a dimension that it names.</summary>
    public Tensor Gather(long dimension, Tensor index) => GatherOp.Call(this, dimension, index, false);

    /// <summary>Entries at one Int64 or Bool tensor of leading positions.</summary>
    public Tensor Index(Tensor index) => IndexOp.Call(this, Value.OptionalTensors(index));

    /// <summary>Entries at pairs of row and column.</summary>
    public Tensor Index(Tensor rows, Tensor columns) => IndexOp.Call(this, Value.OptionalTensors(rows, columns));

    /// <summary>A copy in which the entries at leading positions are replaced.</summary>
    public Tensor IndexPut(Tensor index, Tensor values) => IndexPutOp.Call(this, Value.OptionalTensors(index), values, false);

    /// <summary>A copy in which whole entries of a dimension are replaced.</summary>
    public Tensor IndexCopy(long dimension, Tensor index, Tensor source) => IndexCopyOp.Call(this, dimension, index, source);

    /// <summary>A copy in which masked elements become a value.</summary>
    public Tensor MaskedFill(Tensor mask, double value) => MaskedFillOp.Call(this, mask, value);

    /// <summary>Indices of elements that are not 0, [count, rank].</summary>
    public Tensor NonZero() => NonZeroOp.Call(this);

    /// <summary>The upper triangle, from a diagonal.</summary>
    public Tensor Triu(long diagonal = 0) => TriuOp.Call(this, diagonal);

    /// <summary>A copy with values written to the entries that <paramref name="index"/> names.</summary>
    public Tensor Scatter(long dimension, Tensor index, Tensor source) => ScatterOp.Call(this, dimension, index, source);

    /// <summary>Draws indices with the given weights, [rows, samples].</summary>
    public Tensor Multinomial(long samples, RandomStream stream) => MultinomialOp.Call(this, samples, true, stream);

    /// <summary>Whether shape and every element are equal.</summary>
    public bool SameAs(Tensor other)
    {
        using var scope = new TensorScope();
        return Shape.AsSpan().SequenceEqual(other.Shape) && Eq(other).All().Item() != 0;
    }
}
