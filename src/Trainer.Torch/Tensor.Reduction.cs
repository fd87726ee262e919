namespace Trainer.Torch;

public sealed partial class Tensor
{
    private static readonly Operator SumOp = new("aten::sum");
    private static readonly Operator SumDimOp = new("aten::sum", "dim_IntList");
    private static readonly Operator MeanOp = new("aten::mean");
    private static readonly Operator MeanDimOp = new("aten::mean", "dim");
    private static readonly Operator StdOp = new("aten::std");
    private static readonly Operator MaxOp = new("aten::max");
    private static readonly Operator MinOp = new("aten::min");
    private static readonly Operator AmaxOp = new("aten::amax");
    private static readonly Operator ArgMaxOp = new("aten::argmax");
    private static readonly Operator AllOp = new("aten::all");
    private static readonly Operator AnyOp = new("aten::any");
    private static readonly Operator CumSumOp = new("aten::cumsum");
    private static readonly Operator SoftmaxOp = new("aten::_softmax");
    private static readonly Operator LogSoftmaxOp = new("aten::_log_softmax");
    private static readonly Operator LogSumExpOp = new("aten::logsumexp");
    private static readonly Operator TopKOp = new("trainer::top_k");
    private static readonly Operator SortOp = new("aten::sort", "stable");
    private static readonly Operator NormOp = new("aten::linalg_vector_norm");

    /// <summary>Sum of all elements.</summary>
    public Tensor Sum() => SumOp.Call(this, Value.None);

    /// <summary>Sum over one dimension.</summary>
    public Tensor Sum(long dimension, bool keepDimension = false) => SumDimOp.Call(this, new[] { dimension }, keepDimension, Value.None);

    /// <summary>Mean of all elements.</summary>
    public Tensor Mean() => MeanOp.Call(this, Value.None);

    /// <summary>Mean over one dimension.</summary>
    public Tensor Mean(long dimension, bool keepDimension = false) => MeanDimOp.Call(this, new[] { dimension }, keepDimension, Value.None);

    /// <summary>Standard deviation of all elements.</summary>
    public Tensor Std(bool unbiased = true) => StdOp.Call(this, unbiased);

    /// <summary>Largest element.</summary>
    public Tensor Max() => MaxOp.Call(this);

    /// <summary>Smallest element.</summary>
    public Tensor Min() => MinOp.Call(this);

    /// <summary>Largest element along a dimension.</summary>
    public Tensor Max(long dimension, bool keepDimension = false) => AmaxOp.Call(this, new[] { dimension }, keepDimension);

    /// <summary>Index of the largest element along a dimension, Int64.</summary>
    public Tensor ArgMax(long dimension, bool keepDimension = false) => ArgMaxOp.Call(this, dimension, keepDimension);

    /// <summary>Whether every element holds.</summary>
    public Tensor All() => AllOp.Call(this);

    /// <summary>Whether any element holds.</summary>
    public Tensor Any() => AnyOp.Call(this);

    /// <summary>Running sum along a dimension.</summary>
    public Tensor CumSum(long dimension) => CumSumOp.Call(this, dimension, Value.None);

    /// <summary>Softmax along a dimension.</summary>
    public Tensor Softmax(long dimension) => SoftmaxOp.Call(this, dimension, false);

    /// <summary>Logarithm of softmax along a dimension, through log-sum-exp.</summary>
    public Tensor LogSoftmax(long dimension) => LogSoftmaxOp.Call(this, dimension, false);

    /// <summary>log Σ exp along a dimension.</summary>
    public Tensor LogSumExp(long dimension, bool keepDimension = false) => LogSumExpOp.Call(this, new[] { dimension }, keepDimension);

    /// <summary>The k largest along the last dimension, the largest first, values then indices. Equal ones come in libtorch's order.</summary>
    public TensorPair TopK(long k) => TopKOp.CallPair(this, k);

    /// <summary>Sorted values and their indices along a dimension; equal elements keep their order.</summary>
    public TensorPair Sort(long dimension, bool descending = false) => SortOp.CallPair(this, true, dimension, descending);

    /// <summary>Euclidean norm of all elements.</summary>
    public Tensor Norm() => NormOp.Call(this, 2L, Value.None, false, Value.None);
}
