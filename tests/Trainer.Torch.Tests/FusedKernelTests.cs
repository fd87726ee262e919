namespace Trainer.Torch.Tests;

public sealed class FusedKernelTests : IDisposable
{
    private readonly TensorScope scope = new();
    private readonly RandomStream stream = new(17);

    public void Dispose()
    {
        stream.Dispose();
        scope.Dispose();
    }

    [Theory]
    [InlineData(2, 3, 8)]
    [InlineData(1, 70, 33)]
    public void RmsNorm_Float32_EqualsComposed(long batch, long length, long width) =>
        Gradients.AssertFusedEqualsComposed(x => Functional.RmsNorm(x[0], x[1], 1e-5), 1e-5, Normal(batch, length, width), Normal(width));

    [Fact]
    public void RmsNorm_HandWorkedRow_DividesByRootOfMeanSquare()
    {
        // mean(3², 4²) = 12.5, so the row is divided by √12.5 and multiplied by the weight.
        Tensor output = Functional.RmsNorm(Tensor.From([3f, 4f], 1, 2), Tensor.From([1f, 2f]), 0);
        Gradients.AssertClose(Tensor.From([3 / Math.Sqrt(12.5), 8 / Math.Sqrt(12.5)], 1, 2), output, 1e-6);
    }

    [Fact]
    public void SwiGlu_Float32_EqualsComposed() =>
        Gradients.AssertFusedEqualsComposed(x => Functional.SwiGlu(x[0], x[1]), 1e-5, Normal(4, 7, 33), Normal(4, 7, 33));

    [Fact]
    public void SwiGlu_ExtremeGates_EndInTheirLimits()
    {
        float[] gates = [-1000, -100, -87.4f, 0, 87.4f, 100, 1000, float.NegativeInfinity, float.PositiveInfinity, float.NaN];
        float[] result = Functional.SwiGlu(Tensor.From(gates), Tensor.Ones(Placement.CpuFloat, gates.Length)).ToArray<float>();

        // silu(-∞) is -∞ · 0.
        float[] expected = [0, 0, 0, 0, 87.4f, 100, 1000, float.NaN, float.PositiveInfinity, float.NaN];
        Assert.Equal(expected, result, (want, got) => want.Equals(got) || Math.Abs(want - got) < 1e-6);
    }

    [Fact]
    public void SwiGlu_AnyPlaceInARow_GivesAnElementTheSameBits()
    {
        Tensor gate = Normal(37) * 20;
        Tensor up = Normal(37);
        float[] together = Functional.SwiGlu(gate, up).ToArray<float>();
        float[] alone = [.. Enumerable.Range(0, 37).Select(i => Functional.SwiGlu(gate.Narrow(0, i, 1), up.Narrow(0, i, 1)).ToArray<float>()[0])];
        Assert.Equal(together, alone);
    }

    [Fact]
    public void QuickGelu_Float32_EqualsComposed() =>
        Gradients.AssertFusedEqualsComposed(x => Functional.QuickGelu(x[0]), 1e-5, Normal(5, 67));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Rotary_Float32_EqualsComposed(long tables)
    {
        Tensor angles = Normal(tables, 5, 4);
        Gradients.AssertFusedEqualsComposed(
            x => Functional.Rotary(x[0], angles.Cos().To(x[0].DType), angles.Sin().To(x[0].DType)), 1e-5, Normal(3, 5, 2, 8));
    }

    [Fact]
    public void Rotary_ThenBackByTheSameAngle_IsTheInput()
    {
        Tensor input = Normal(2, 4, 3, 6);
        Tensor angles = Normal(1, 4, 3);
        Tensor there = Functional.Rotary(input, angles.Cos(), angles.Sin());
        Gradients.AssertClose(input, Functional.Rotary(there, angles.Cos(), -angles.Sin()), 1e-5);
    }

    [Theory]
    [InlineData(2, 5, 12, 7, 9)]
    [InlineData(1, 3, 130, 700, 65)]
    [InlineData(3, 700, 33, 40, 17)]
    [InlineData(5, 5, 128, 200, 500)]
    public void Linears_Float32_EqualsComposed(long batch, long length, long inputs, long first, long second) =>
        Gradients.AssertFusedEqualsComposed(
            x => Tensor.Cat(-1, Functional.Linears(x[0], x[1], x[2])), 3e-4, Normal(batch, length, inputs), Normal(first, inputs), Normal(second, inputs));

    [Theory]
    [InlineData(1, 16, 1)]
    [InlineData(2, 48, 3)]
    [InlineData(3, 17, 6)]
    [InlineData(5, 128, 700)]
    [InlineData(25, 352, 130)]
    [InlineData(48, 64, 31)]
    public void Linear_FewRows_EqualsDoublePrecision(long rows, long inputs, long outputs)
    {
        Tensor input = Normal(rows, inputs);
        Tensor weight = Normal(outputs, inputs);

        Tensor expected = Functional.Linear(input.To(DType.Float64), weight.To(DType.Float64)).To(DType.Float32);

        Gradients.AssertClose(expected, Functional.Linear(input, weight), 3e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(130)]
    public void Linear_RowAmongFewOthers_KeepsItsBits(long outputs)
    {
        Tensor weight = Normal(outputs, 96);
        Tensor input = Normal(48, 96);
        float[] all = Functional.Linear(input, weight).ToArray<float>();

        for (int rows = 1; rows < 48; rows++)
        {
            Assert.Equal(all[..(int)(rows * outputs)], Functional.Linear(input.Narrow(0, 0, rows), weight).ToArray<float>());
        }
    }

    [Fact]
    public void Linear_HandWorkedRow_IsItsDotProductsPlusTheBias()
    {
        // (1, 2) · (3, 4) + 10 = 21 and (1, 2) · (−1, 5) + 20 = 29.
        Tensor output = Functional.Linear(Tensor.From([1f, 2f], 1, 2), Tensor.From([3f, 4f, -1f, 5f], 2, 2), Tensor.From([10f, 20f]));
        Gradients.AssertClose(Tensor.From([21f, 29f], 1, 2), output, 1e-6);
    }

    [Fact]
    public void Linears_FrozenWeight_GetsNoGradient()
    {
        Tensor input = Normal(2, 3);
        Tensor frozen = Normal(4, 3);
        Tensor trained = Normal(4, 3);
        trained.RequiresGrad = true;
        Tensor[] outputs = Functional.Linears(input, frozen, trained);
        (outputs[0].Sum() + outputs[1].Sum()).Backward();
        Assert.Null(frozen.Grad);
        Gradients.AssertClose(input.Sum(0, false).Unsqueeze(0).Expand(4, 3), trained.Grad!, 1e-5);
    }

    [Fact]
    public void Linears_NoRows_GivesNoRows() => Assert.Equal([0L, 4], Functional.Linear(Normal(0, 3), Normal(4, 3)).Shape);

    [Fact]
    public void Linears_WeightOfAnotherWidth_IsRefused() =>
        Assert.Throws<TorchException>(() => Functional.Linear(Normal(2, 3), Normal(4, 5)));

    [Theory]
    [InlineData(5, 5, 2, 2, 8, true)]
    [InlineData(37, 37, 4, 2, 32, true)]
    [InlineData(19, 19, 2, 2, 12, false)]
    [InlineData(1, 23, 4, 1, 16, true)]
    [InlineData(3, 20, 2, 2, 7, true)]
    [InlineData(1, 23, 4, 2, 52, true)]
    [InlineData(1, 6, 2, 2, 16, false)]
    [InlineData(5, 41, 4, 2, 32, true)]
    public void Attention_Float32_EqualsComposed(long queries, long keys, long heads, long keyHeads, long dimension, bool causal)
    {
        Tensor starts = Tensor.From([0L, 2L, 1L]);
        Tensor ends = Tensor.From([keys, keys - 1, keys]);
        Gradients.AssertFusedEqualsComposed(
            x => Functional.Attention(x[0], x[1], x[2], starts, ends, causal),
            2e-5,
            Normal(3, queries, heads, dimension),
            Normal(3, keys, keyHeads, dimension),
            Normal(3, keys, keyHeads, dimension));
    }

    [Fact]
    public void Attention_OverAViewOfACache_EqualsItsCopy()
    {
        Tensor cache = Normal(2, 40, 2, 16);
        Tensor query = Normal(2, 3, 4, 16);
        Tensor view = cache.Narrow(1, 0, 11);
        Gradients.AssertClose(
            Functional.Attention(query, view.Clone(), view.Clone(), null, null, true), Functional.Attention(query, view, view, null, null, true), 1e-6);
    }

    [Fact]
    public void Attention_RowThatSeesNothing_GivesZeros()
    {
        Tensor keys = Normal(1, 4, 1, 8);
        Tensor output = Functional.Attention(Normal(1, 4, 1, 8), keys, keys, Tensor.From([2L]), null, true);
        Assert.All(output.Narrow(1, 0, 2).ToArray<float>(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Attention_EqualKeys_AveragesTheVisibleValues()
    {
        // Equal keys make equal weights, so each query sees the mean of the values so far.
        Tensor values = Tensor.From([1f, 3f, 8f], 1, 3, 1, 1);
        Tensor output = Functional.Attention(Tensor.Ones(Placement.CpuFloat, 1, 3, 1, 1), Tensor.Ones(Placement.CpuFloat, 1, 3, 1, 1), values, null, null, true);
        Gradients.AssertClose(Tensor.From([1f, 2f, 4f], 1, 3, 1, 1), output, 1e-6);
    }

    [Fact]
    public void Attention_Branches_EqualsComposed()
    {
        // Row 0: a prefix of 8, continuations of 20 and 9 tokens. Row 1: a prefix of 3, continuations of 6 and 25, three of padding.
        var branches = new Branches(Tensor.From([8L, 3]), Tensor.From([.. Starts(8, 20, 9, 0), .. Starts(3, 6, 25, 3)], 2, 37));
        Gradients.AssertFusedEqualsComposed(
            x => Functional.Attention(x[0], x[1], x[2], null, Tensor.From([37L, 34]), causal: true, branches),
            2e-5,
            Normal(2, 37, 4, 16),
            Normal(2, 37, 2, 16),
            Normal(2, 37, 2, 16));
    }

    [Fact]
    public void Attention_Branches_SeeThePrefixAndThemselvesAlone()
    {
        // Equal keys average what is seen: prefix 1; first continuation 1, 3; second one 1, 8, not 3.
        Tensor ones = Tensor.Ones(Placement.CpuFloat, 1, 3, 1, 1);
        var branches = new Branches(Tensor.From([1L]), Tensor.From([1L, 1, 2], 1, 3));
        Tensor output = Functional.Attention(ones, ones, Tensor.From([1f, 3f, 8f], 1, 3, 1, 1), null, null, causal: true, branches);
        Gradients.AssertClose(Tensor.From([1f, 2f, 4.5f], 1, 3, 1, 1), output, 1e-6);
    }

    [Theory]
    [InlineData(1, 23, false)]
    [InlineData(5, 28, true)]
    public void AttentionWithWeights_WithoutGradients_EqualsComposed(long queries, long keys, bool sideBySide)
    {
        Tensor query = Normal(2, queries, 4, 16);
        Tensor key = Normal(2, keys, 2, 16);
        Tensor value = Normal(2, keys, 2, 16);
        Tensor starts = Tensor.From([0L, 3]);
        Branches? branches = sideBySide ? new(Tensor.From([23L, 23]), Tensor.From([23L, 24, 25, 26, 27, 23, 24, 25, 26, 27], 2, 5)) : null;
        TensorPair composed = Functional.AttentionWithWeights(query, key, value, starts, null, causal: true, branches);

        using var mode = GradientMode.Off();
        TensorPair fused = Functional.AttentionWithWeights(query, key, value, starts, null, causal: true, branches);

        Gradients.AssertClose(composed.First, fused.First, 1e-5);
        Gradients.AssertClose(composed.Second, fused.Second, 1e-6);
        Gradients.AssertClose(Functional.Attention(query, key, value, starts, null, causal: true, branches), fused.First, 1e-6);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(12, true)]
    [InlineData(5, false)]
    public void Attention_KeysInOtherRows_EqualsOwnKeys(long queries, bool fused)
    {
        const long keys = 20;
        Tensor query = Normal(3, queries, 4, 16);
        Tensor key = Normal(3, keys, 2, 16);
        Tensor value = Normal(3, keys, 2, 16);
        Tensor sources = Tensor.From([.. Enumerable.Range(0, 60).Select(i => (long)(i * 7 % 3))], 3, keys);
        Tensor places = Tensor.Arange(0, keys).Unsqueeze(0).Expand(3, keys);
        using GradientMode mode = fused ? GradientMode.Off() : GradientMode.On();

        TensorPair scattered = Functional.AttentionWithWeights(query, key, value, Tensor.From([0L, 2, 1]), null, causal: true, null, sources);

        TensorPair own = Functional.AttentionWithWeights(query, key.Index(sources, places), value.Index(sources, places), Tensor.From([0L, 2, 1]), null, causal: true);
        Gradients.AssertClose(own.First, scattered.First, 1e-6);
        Gradients.AssertClose(own.Second, scattered.Second, 1e-6);
        Gradients.AssertClose(own.First, Functional.Attention(query, key, value, Tensor.From([0L, 2, 1]), null, causal: true, null, sources), 1e-5);
    }

    [Fact]
    public void Attention_SourceThatIsNoRow_IsRefused()
    {
        Tensor keys = Normal(1, 4, 1, 8);

        Assert.Throws<TorchException>(() => Functional.Attention(keys, keys, keys, null, null, true, null, Tensor.From([0L, 0, 1, 0], 1, 4)));
    }

    private static IEnumerable<long> Starts(int prefix, int first, int second, int padding) =>
    [
        .. Enumerable.Repeat((long)prefix, prefix + first),
        .. Enumerable.Repeat((long)(prefix + first), second),
        .. Enumerable.Repeat((long)prefix, padding),
    ];

    [Theory]
    [InlineData(3, 704, 5, 1000)]
    [InlineData(1, 3520, 10, 1000)]
    [InlineData(40, 1000, 64, 1000)]
    [InlineData(2, 7, 7, 1000)]
    [InlineData(5, 300, 4, 0.5)]
    public void TopK_Float32_EqualsLibtorch(long rows, long width, long k, double range)
    {
        // A small range of whole numbers has many equal ones.
        Tensor input = range < 1 ? (Normal(rows, width) * 2).To(DType.Int64).To(DType.Float32) : Normal(rows, width) * range;
        AssertTopKEqualsLibtorch(input, k);
    }

    [Fact]
    public void TopK_NumbersThatAreNone_StandWhereLibtorchPutsThem() =>
        AssertTopKEqualsLibtorch(Tensor.From([1, float.NaN, float.NegativeInfinity, 3, float.PositiveInfinity, 2, float.NegativeInfinity, 0], 2, 4), 3);

    [Fact]
    public void TokenLogProbs_Float32_EqualsComposed()
    {
        Tensor targets = Tensor.From([0L, 4L, 36L, 2L]);
        Gradients.AssertFusedEqualsComposed(x => Functional.TokenLogProbs(x[0], targets), 1e-5, Normal(4, 37) * 3);
    }

    [Fact]
    public void TokenLogProbs_TargetOutsideTheVocabulary_IsRefused() =>
        Assert.Contains("vocabulary of 3", Assert.Throws<TorchException>(
            () => Functional.TokenLogProbs(Normal(1, 3), Tensor.From([3L]))).Message, StringComparison.Ordinal);

    [Fact]
    public void TokenLogProbs_LogitsFarApart_KeepTheirDistance() =>
        Assert.Equal(
            [0, -1000, float.NegativeInfinity],
            Functional.TokenLogProbs(
                Tensor.From([1000f, 0, float.NegativeInfinity], 1, 3).Expand(3, 3).Contiguous(), Tensor.From([0L, 1, 2])).ToArray<float>());

    [Fact]
    public void TokenLogProbs_EqualLogits_IsMinusLogOfTheVocabulary() =>
        Assert.Equal(-Math.Log(5), Functional.TokenLogProbs(Tensor.Zeros(Placement.CpuFloat, 1, 5), Tensor.From([3L])).Item(), 6);

    private static void AssertTopKEqualsLibtorch(Tensor input, long k)
    {
        TensorPair expected = new Operator("aten::topk").CallPair(input, k, -1L, true, true);
        TensorPair top = input.TopK(k);
        Assert.Equal(expected.First.ToArray<float>(), top.First.ToArray<float>());
        Assert.Equal(expected.Second.ToArray<long>(), top.Second.ToArray<long>());
    }

    private Tensor Normal(params long[] shape) => Tensor.Normal(Placement.CpuFloat, stream, shape);
}
