using Trainer.Torch.Interop;

namespace Trainer.Torch;

public sealed partial class Tensor
{
    private static readonly Operator ReshapeOp = new("aten::reshape");
    private static readonly Operator ViewOp = new("aten::view");
    private static readonly Operator TransposeOp = new("aten::transpose", "int");
    private static readonly Operator PermuteOp = new("aten::permute");
    private static readonly Operator NarrowOp = new("aten::narrow");
    private static readonly Operator SelectOp = new("aten::select", "int");
    private static readonly Operator SliceOp = new("aten::slice", "Tensor");
    private static readonly Operator UnsqueezeOp = new("aten::unsqueeze");
    private static readonly Operator SqueezeOp = new("aten::squeeze", "dim");
    private static readonly Operator ExpandOp = new("aten::expand");
    private static readonly Operator FlattenOp = new("aten::flatten", "using_ints");
    private static readonly Operator ContiguousOp = new("aten::contiguous");
    private static readonly Operator RepeatInterleaveOp = new("aten::repeat_interleave", "self_int");
    private static readonly Operator AsStridedOp = new("aten::as_strided");
    private static readonly Operator DetachOp = new("aten::detach");
    private static readonly Operator ChunkOp = new("aten::chunk");

    /// <summary>The same elements in another shape; one size may be -1.</summary>
    public Tensor Reshape(params long[] shape) => ReshapeOp.Call(this, shape);

    /// <summary>The same memory in another shape; fails where that needs a copy.</summary>
    public Tensor View(params long[] shape) => ViewOp.Call(this, shape);

    /// <summary>Swaps two dimensions.</summary>
    public Tensor Transpose(long first, long second) => TransposeOp.Call(this, first, second);

    /// <summary>Reorders the dimensions.</summary>
    public Tensor Permute(params long[] order) => PermuteOp.Call(this, order);

    /// <summary>A view of <paramref name="length"/> entries of one dimension.</summary>
    public Tensor Narrow(long dimension, long start, long length) => NarrowOp.Call(this, dimension, start, length);

    /// <summary>A view of one entry of a dimension, which goes away.</summary>
    public Tensor Select(long dimension, long index) => SelectOp.Call(this, dimension, index);

    /// <summary>A view from <paramref name="start"/> up to <paramref name="end"/> in steps.</summary>
    public Tensor Slice(long dimension, long start, long end, long step = 1) => SliceOp.Call(this, dimension, start, end, step);

    /// <summary>Inserts a dimension of size 1.</summary>
    public Tensor Unsqueeze(long dimension) => UnsqueezeOp.Call(this, dimension);

    /// <summary>Removes a dimension of size 1.</summary>
    public Tensor Squeeze(long dimension) => SqueezeOp.Call(this, dimension);

    /// <summary>Repeats dimensions of size 1 without copying.</summary>
    public Tensor Expand(params long[] shape) => ExpandOp.Call(this, shape, false);

    /// <summary>Merges dimensions <paramref name="start"/> to <paramref name="end"/> into one.</summary>
    public Tensor Flatten(long start = 0, long end = -1) => FlattenOp.Call(this, start, end);

    /// <summary>A view of any elements of the memory, from this tensor's first one on.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="strides">Elements from one index to the next, by dimension; must stay within the memory.</param>
    public Tensor AsStrided(long[] shape, long[] strides) => AsStridedOp.Call(this, shape, strides, Value.None);

    /// <summary>Row-major memory; the same tensor's data where it already is.</summary>
    public Tensor Contiguous() => NativeMethods.tt_tensor_is_contiguous(Handle) != 0 ? Alias() : ContiguousOp.Call(this, 0L);

    /// <summary>Repeats each entry of a dimension <paramref name="repeats"/> times in a row.</summary>
    public Tensor RepeatInterleave(long repeats, long dimension) => RepeatInterleaveOp.Call(this, repeats, dimension, Value.None);

    /// <summary>The same memory outside the graph of gradients.</summary>
    public Tensor Detach() => DetachOp.Call(this);

    /// <summary>Equal views along a dimension.</summary>
    public Tensor[] Chunk(long parts, long dimension) => ChunkOp.CallMany((int)parts, this, parts, dimension);
}
