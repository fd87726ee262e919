namespace Trainer.Torch;

// Operators' named twins would say the same thing twice; see .editorconfig, CA2225.
public sealed partial class Tensor
{
    private static readonly Operator AddOp = new("aten::add", "Tensor");
    private static readonly Operator AddScalarOp = new("aten::add", "Scalar");
    private static readonly Operator SubOp = new("aten::sub", "Tensor");
    private static readonly Operator SubScalarOp = new("aten::sub", "Scalar");
    private static readonly Operator RsubOp = new("aten::rsub", "Scalar");
    private static readonly Operator NegOp = new("aten::neg");
    private static readonly Operator MulOp = new("aten::mul", "Tensor");
    private static readonly Operator MulScalarOp = new("aten::mul", "Scalar");
    private static readonly Operator DivOp = new("aten::div", "Tensor");
    private static readonly Operator DivScalarOp = new("aten::div", "Scalar");
    private static readonly Operator MatMulOp = new("aten::matmul");
    private static readonly Operator PowOp = new("aten::pow", "Tensor_Scalar");
    private static readonly Operator ExpOp = new("aten::exp");
    private static readonly Operator LogOp = new("aten::log");
    private static readonly Operator SqrtOp = new("aten::sqrt");
    private static readonly Operator RsqrtOp = new("aten::rsqrt");
    private static readonly Operator AbsOp = new("aten::abs");
    private static readonly Operator SignOp = new("aten::sign");
    private static readonly Operator SinOp = new("aten::sin");
    private static readonly Operator CosOp = new("aten::cos");
    private static readonly Operator TanhOp = new("aten::tanh");
    private static readonly Operator SigmoidOp = new("aten::sigmoid");
    private static readonly Operator LogSigmoidOp = new("aten::log_sigmoid");
    private static readonly Operator SoftplusOp = new("aten::softplus");
    private static readonly Operator ReluOp = new("aten::relu");
    private static readonly Operator SiluOp = new("aten::silu");
    private static readonly Operator GeluOp = new("aten::gelu");
    private static readonly Operator ClampOp = new("aten::clamp");
    private static readonly Operator MinimumOp = new("aten::minimum");
    private static readonly Operator MaximumOp = new("aten::maximum");
    private static readonly Operator EqualOp = new("aten::eq", "Tensor");
    private static readonly Operator EqualScalarOp = new("aten::eq", "Scalar");
    private static readonly Operator NotEqualScalarOp = new("aten::ne", "Scalar");
    private static readonly Operator GreaterOp = new("aten::gt", "Tensor");
    private static readonly Operator GreaterScalarOp = new("aten::gt", "Scalar");
    private static readonly Operator GreaterEqualOp = new("aten::ge", "Tensor");
    private static readonly Operator GreaterEqualScalarOp = new("aten::ge", "Scalar");
    private static readonly Operator LessOp = new("aten::lt", "Tensor");
    private static readonly Operator LessScalarOp = new("aten::lt", "Scalar");
    private static readonly Operator LessEqualOp = new("aten::le", "Tensor");
    private static readonly Operator AndOp = new("aten::logical_and");
    private static readonly Operator OrOp = new("aten::logical_or");
    private static readonly Operator NotOp = new("aten::logical_not");
    private static readonly Operator IsFiniteOp = new("aten::isfinite");
    private static readonly Operator AddInPlaceOp = new("aten::add_", "Tensor");
    private static readonly Operator MulInPlaceOp = new("aten::mul_", "Scalar");
    private static readonly Operator WhereOp = new("aten::where", "self");

    /// <summary>Element-wise sum.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => AddOp.Call(left, right, 1L);

    /// <summary>Adds a number.</summary>
    public static Tensor operator +(Tensor left, double right) => AddScalarOp.Call(left, right, 1L);

    /// <summary>Adds to a number.</summary>
    public static Tensor operator +(double left, Tensor right) => right + left;

    /// <summary>Element-wise difference.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => SubOp.Call(left, right, 1L);

    /// <summary>Subtracts a number.</summary>
    public static Tensor operator -(Tensor left, double right) => SubScalarOp.Call(left, right, 1L);

    /// <summary>Subtracts from a number.</summary>
    public static Tensor operator -(double left, Tensor right) => RsubOp.Call(right, left, 1L);

    /// <summary>Negation.</summary>
    public static Tensor operator -(Tensor value) => NegOp.Call(value);

    /// <summary>Element-wise product.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => MulOp.Call(left, right);

    /// <summary>Multiplies by a number.</summary>
    public static Tensor operator *(Tensor left, double right) => MulScalarOp.Call(left, right);

    /// <summary>Multiplies by a number.</summary>
    public static Tensor operator *(double left, Tensor right) => right * left;

    /// <summary>Element-wise quotient.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => DivOp.Call(left, right);

    /// <summary>Divides by a number.</summary>
    public static Tensor operator /(Tensor left, double right) => DivScalarOp.Call(left, right);

    /// <summary>Matrix product over the last two dimensions.</summary>
    public Tensor MatMul(Tensor other) => MatMulOp.Call(this, other);

    /// <summary>Raises to a power.</summary>
    public Tensor Pow(double exponent) => PowOp.Call(this, exponent);

    /// <summary>Exponential.</summary>
    public Tensor Exp() => ExpOp.Call(this);

    /// <summary>Natural logarithm.</summary>
    public Tensor Log() => LogOp.Call(this);

    /// <summary>Square root.</summary>
    public Tensor Sqrt() => SqrtOp.Call(this);

    /// <summary>Reciprocal square root.</summary>
    public Tensor Rsqrt() => RsqrtOp.Call(this);

    /// <summary>Absolute value.</summary>
    public Tensor Abs() => AbsOp.Call(this);

    /// <summary>Sign: -1, 0 or 1.</summary>
    public Tensor Sign() => SignOp.Call(this);

    /// <summary>Sine of radians.</summary>
    public Tensor Sin() => SinOp.Call(this);

    /// <summary>Cosine of radians.</summary>
    public Tensor Cos() => CosOp.Call(this);

    /// <summary>Hyperbolic tangent.</summary>
    public Tensor Tanh() => TanhOp.Call(this);

    /// <summary>Logistic function.</summary>
    public Tensor Sigmoid() => SigmoidOp.Call(this);

    /// <summary>Logarithm of the logistic function, safe for large magnitudes.</summary>
    public Tensor LogSigmoid() => LogSigmoidOp.Call(this);

    /// <summary>log(1 + exp(x)), safe for large magnitudes.</summary>
    public Tensor Softplus() => SoftplusOp.Call(this, 1L, 20L);

    /// <summary>max(x, 0).</summary>
    public Tensor Relu() => ReluOp.Call(this);

    /// <summary>x · sigmoid(x).</summary>
    public Tensor Silu() => SiluOp.Call(this);

    /// <summary>Gaussian error linear unit in its exact (erf) form.</summary>
    public Tensor Gelu() => GeluOp.Call(this, "none");

    /// <summary>Limits values to [minimum, maximum].</summary>
    public Tensor Clamp(double minimum, double maximum) => ClampOp.Call(this, minimum, maximum);

    /// <summary>Element-wise smaller one.</summary>
    public static Tensor Minimum(Tensor left, Tensor right) => MinimumOp.Call(left, right);

    /// <summary>Element-wise larger one.</summary>
    public static Tensor Maximum(Tensor left, Tensor right) => MaximumOp.Call(left, right);

    /// <summary>Where elements are equal.</summary>
    public Tensor Eq(Tensor other) => EqualOp.Call(this, other);

    /// <summary>Where elements equal a number.</summary>
    public Tensor Eq(double value) => EqualScalarOp.Call(this, value);

    /// <summary>Where elements differ from a number.</summary>
    public Tensor Ne(double value) => NotEqualScalarOp.Call(this, value);

    /// <summary>Where elements are greater.</summary>
    public Tensor Gt(Tensor other) => GreaterOp.Call(this, other);

    /// <summary>Where elements exceed a number.</summary>
    public Tensor Gt(double value) => GreaterScalarOp.Call(this, value);

    /// <summary>Where elements are at least as large.</summary>
    public Tensor Ge(Tensor other) => GreaterEqualOp.Call(this, other);

    /// <summary>Where elements are at least a number.</summary>
    public Tensor Ge(double value) => GreaterEqualScalarOp.Call(this, value);

    /// <summary>Where elements are smaller.</summary>
    public Tensor Lt(Tensor other) => LessOp.Call(this, other);

    /// <summary>Where elements are below a number.</summary>
    public Tensor Lt(double value) => LessScalarOp.Call(this, value);

    /// <summary>Where elements are at most as large.</summary>
    public Tensor Le(Tensor other) => LessEqualOp.Call(this, other);

    /// <summary>Where both hold.</summary>
    public Tensor And(Tensor other) => AndOp.Call(this, other);

    /// <summary>Where either holds.</summary>
    public Tensor Or(Tensor other) => OrOp.Call(this, other);

    /// <summary>Where it does not hold.</summary>
    public Tensor Not() => NotOp.Call(this);

    /// <summary>Where elements are neither infinite nor NaN.</summary>
    public Tensor IsFinite() => IsFiniteOp.Call(this);

    /// <summary>Takes from one tensor where the condition holds, else from the other.</summary>
    public static Tensor Where(Tensor condition, Tensor yes, Tensor no) => WhereOp.Call(condition, yes, no);

    /// <summary>Adds in place.</summary>
    public Tensor AddInPlace(Tensor other, double scale = 1)
    {
        AddInPlaceOp.CallInPlace(this, other, scale);
        return this;
    }

    /// <summary>Multiplies in place.</summary>
    public Tensor MulInPlace(double factor)
    {
        MulInPlaceOp.CallInPlace(this, factor);
        return this;
    }
}
