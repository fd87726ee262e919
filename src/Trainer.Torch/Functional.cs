namespace Trainer.Torch;

/// <summary>
/// The layers' arithmetic. Where the shim has a fused kernel (<c>trainer::…</c>) it serves; its results equal the composed
/// form within rounding, which the tests check on both.
/// </summary>
public static class Functional
{
    private static readonly Operator LinearsOp = new("trainer::linears");
    private static readonly Operator EmbeddingOp = new("aten::embedding");
    private static readonly Operator LayerNormOp = new("aten::layer_norm");
    private static readonly Operator Conv2dOp = new("aten::conv2d");
    private static readonly Operator RmsNormOp = new("trainer::rms_norm");
    private static readonly Operator SwiGluOp = new("trainer::swiglu");
    private static readonly Operator QuickGeluOp = new("trainer::quick_gelu");
    private static readonly Operator RotaryOp = new("trainer::rotary");
    private static readonly Operator AttentionOp = new("trainer::attention");
    private static readonly Operator ScatteredAttentionOp = new("trainer::scattered_attention");
    private static readonly Operator AttentionWeightsOp = new("trainer::attention_weights");
    private static readonly Operator TokenLogProbsOp = new("trainer::token_log_probs");

    /// <summary>x · Wᵀ + b.</summary>
    /// <param name="input">[…, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="bias">[out], or none.</param>
    /// <returns>[…, out].</returns>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias = null)
    {
        Tensor product = LinearsOp.CallMany(1, input, new[] { weight })[0];
        return bias is null ? product : product.AddInPlace(bias);
    }

    /// <summary>x · Wᵀ for several weights, which read the input together.</summary>
    /// <param name="input">[…, in].</param>
    /// <param name="weights">[out, in] each.</param>
    /// <returns>[…, out] each, in the order of the weights.</returns>
    public static Tensor[] Linears(Tensor input, params Tensor[] weights) => LinearsOp.CallMany(weights.Length, input, weights);

    /// <summary>Rows of a table.</summary>
    /// <param name="weight">[vocabulary, width].</param>
    /// <param name="ids">Int64, any shape.</param>
    /// <returns>The ids' shape with width appended.</returns>
    public static Tensor Embedding(Tensor weight, Tensor ids) => EmbeddingOp.Call(weight, ids, -1L, false, false);

    /// <summary>Layer normalisation over the last dimension, biased variance.</summary>
    public static Tensor LayerNorm(Tensor input, Tensor weight, Tensor bias, double epsilon) =>
        LayerNormOp.Call(input, new[] { input.Size(-1) }, weight, bias, epsilon, false);

    /// <summary>Convolution whose kernel and stride are equal, without padding: cuts an image into patches.</summary>
    /// <param name="pixels">[images, channels, height, width].</param>
    /// <param name="weight">[out, channels, patch, patch].</param>
    /// <param name="bias">[out], or none.</param>
    /// <returns>[images, out, height / patch, width / patch].</returns>
    public static Tensor PatchConvolution(Tensor pixels, Tensor weight, Tensor? bias)
    {
        long patch = weight.Size(-1);
        return Conv2dOp.Call(pixels, weight, bias, new[] { patch, patch }, new[] { 0L, 0L }, new[] { 1L, 1L }, 1L);
    }

    /// <summary>Root-mean-square normalisation: statistics in Float32, cast to the input's type, then times the weight.</summary>
    /// <param name="input">[…, width].</param>
    /// <param name="weight">[width].</param>
    /// <param name="epsilon">Added to the mean square inside the root.</param>
    public static Tensor RmsNorm(Tensor input, Tensor weight, double epsilon) => RmsNormOp.Call(input, weight, epsilon);

    /// <summary>silu(gate) · up, element by element.</summary>
    public static Tensor SwiGlu(Tensor gate, Tensor up) => SwiGluOp.Call(gate, up);

    /// <summary>x · sigmoid(1.702 x), CLIP's approximation of the Gaussian error linear unit.</summary>
    public static Tensor QuickGelu(Tensor input) => QuickGeluOp.Call(input);

    /// <summary>Rotary position embedding in the half-rotation layout of Hugging Face checkpoints.</summary>
    /// <param name="input">[batch, length, heads, headDim].</param>
    /// <param name="cosine">[batch or 1, length, headDim / 2], Float32.</param>
    /// <param name="sine">As <paramref name="cosine"/>.</param>
    public static Tensor Rotary(Tensor input, Tensor cosine, Tensor sine) => RotaryOp.Call(input, cosine, sine);

    /// <summary>
    /// Scaled dot-product attention with a window of valid keys for each row. Query i of a row stands at key position
    /// <c>keys − queries + i</c>; it sees keys from <paramref name="starts"/> up to itself (causal) or up to
    /// <paramref name="ends"/>. Softmax in Float32. Rows that see nothing give zeros.
    /// </summary>
    /// <param name="query">[batch, queries, heads, headDim].</param>
    /// <param name="key">[batch, keys, kvHeads, headDim]; heads is a multiple of kvHeads.</param>
    /// <param name="value">As <paramref name="key"/>.</param>
    /// <param name="starts">First valid key of each row, Int64 [batch] on the processor; none: 0.</param>
    /// <param name="ends">End of the valid keys of each row, Int64 [batch] on the processor; none: keys.</param>
    /// <param name="causal">Whether a query sees no later key.</param>
    /// <param name="branches">Which keys belong to other continuations of the same prefix, and are not seen; none: all are one text.</param>
    /// <param name="sources">The row of the batch that holds each key and value of a row, Int64 [batch, keys] on the processor; none: its own.</param>
    /// <returns>[batch, queries, heads, headDim].</returns>
    public static Tensor Attention(
        Tensor query, Tensor key, Tensor value, Tensor? starts, Tensor? ends, bool causal, Branches? branches = null, Tensor? sources = null) => sources is null
        ? AttentionOp.Call(query, key, value, starts, ends, branches?.PrefixEnds, branches?.Starts, causal)
        : ScatteredAttentionOp.Call(query, key, value, starts, ends, branches?.PrefixEnds, branches?.Starts, sources, causal);

    /// <summary>The same as <see cref="Attention"/>, with what each query looks at.</summary>
    /// <returns>[batch, queries, heads, headDim], and the softmax weights, Float32 [batch, heads, queries, keys], 0 where a query sees nothing.</returns>
    public static TensorPair AttentionWithWeights(
        Tensor query, Tensor key, Tensor value, Tensor? starts, Tensor? ends, bool causal, Branches? branches = null, Tensor? sources = null) =>
        AttentionWeightsOp.CallPair(query, key, value, starts, ends, branches?.PrefixEnds, branches?.Starts, sources, causal);

    /// <summary>Log-probability of one target per row, without keeping the row's softmax.</summary>
    /// <param name="logits">[rows, vocabulary].</param>
    /// <param name="targets">Int64 [rows].</param>
    /// <returns>[rows], Float32.</returns>
    public static Tensor TokenLogProbs(Tensor logits, Tensor targets) => TokenLogProbsOp.Call(logits, targets);

    /// <summary>Zeroes a share of the elements and scales the rest by 1 / (1 − rate), drawing from a stream.</summary>
    public static Tensor Dropout(Tensor input, double rate, RandomStream stream)
    {
        Tensor keep = Tensor.Empty(new Placement(input.Device, DType.Float32), input.Shape).FillUniform(0, 1, stream).Ge(rate);
        return input * (keep.To(input.DType) * (1 / (1 - rate)));
    }
}
