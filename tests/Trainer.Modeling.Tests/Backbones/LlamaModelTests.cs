using Trainer.Modeling.Attention;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Backbones;

public sealed class LlamaModelTests : IDisposable
{
    private readonly TensorScope scope = new();
    private readonly GradientMode mode = GradientMode.Off();

    public void Dispose()
    {
        mode.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Hidden_Golden_EqualsTheReference()
    {
        using LlavaModel model = TinyLlava.Create();

        Tensor hidden = Hidden(model, Golden.Ids("llama", "ids"), SequenceWindow.Full);

        Near.Equal(Golden.Numbers("llama", "final_norm"), hidden);
        Near.Equal(Golden.Numbers("llama", "logits"), model.Logits(hidden));
    }

    [Fact]
    public void TokenLogProbs_Golden_GiveTheReferenceLoss()
    {
        using LlavaModel model = TinyLlava.Create();
        Tensor hidden = Hidden(model, Golden.Ids("llama", "ids"), SequenceWindow.Full);

        // Labels stand at positions 2 to 5, so the positions before them predict them.
        Tensor loss = -Functional.TokenLogProbs(model.Logits(hidden.Select(0, 0).Narrow(0, 1, 4)), Tensor.From([5L, 39, 8, 2])).Mean();

        Near.Equal(Golden.Numbers("llama", "loss"), loss);
    }

    [Fact]
    public void Hidden_GroupedHeadsScaledRotaryTiedHead_EqualTheReference()
    {
        using LlavaModel model = TinyLlava.Create(TinyLlava.Grouped);

        Tensor logits = model.Logits(Hidden(model, Golden.Ids("llama", "ids"), SequenceWindow.Full).Select(1, 5));

        Near.Equal(Golden.Numbers("llama", "grouped_last"), logits);
        Assert.DoesNotContain(model.Parameters, parameter => parameter.Name == "lm_head.weight");
    }

    [Fact]
    public void Hidden_RightPadding_ChangesNoRealToken()
    {
        using LlavaModel model = TinyLlava.Create();

        Tensor hidden = Hidden(model, Golden.Ids("llama", "right_padded_ids"), new SequenceWindow { Ends = Tensor.From([6L, 4]) });

        Near.Equal(Golden.Numbers("llama", "right_padded_row1"), model.Logits(hidden.Select(0, 1).Narrow(0, 0, 4)));
    }

    [Fact]
    public void Hidden_LeftPadding_ChangesNoRealToken()
    {
        using LlavaModel model = TinyLlava.Create();
        var window = new SequenceWindow { Starts = Tensor.From([0L, 2]), Positions = Golden.Ids("llama", "left_padded_positions") };

        Tensor hidden = Hidden(model, Golden.Ids("llama", "left_padded_ids"), window);

        Near.Equal(Golden.Numbers("llama", "left_padded_row1_last"), model.Logits(hidden.Select(0, 1).Select(0, 5)));
    }

    [Fact]
    public void Hidden_AnyContentOfThePadding_IsTheSame()
    {
        using LlavaModel model = TinyLlava.Create();
        var window = new SequenceWindow { Starts = Tensor.From([2L]), Positions = Tensor.From([0L, 0, 0, 1, 2], 1, 5) };

        Tensor zeros = Hidden(model, Tensor.From([0L, 0, 1, 9, 30], 1, 5), window).Narrow(1, 2, 3);
        Tensor others = Hidden(model, Tensor.From([17L, 33, 1, 9, 30], 1, 5), window).Narrow(1, 2, 3);

        Near.Equal(zeros, others, 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hidden_TwoContinuationsOfOnePrefix_EqualEachOnItsOwn(bool observed)
    {
        using LlavaModel model = TinyLlava.Create();
        var window = new SequenceWindow
        {
            Branches = new Branches(Tensor.From([3L]), Tensor.From([3L, 3, 3, 3, 3, 5, 5, 5], 1, 8)),
            Positions = Tensor.From([0L, 1, 2, 3, 4, 3, 4, 5], 1, 8),
        };
        ForwardContext context = ForwardContext.Inference with { Observer = observed ? new EveryLayer() : null };
        Tensor embeddings = model.Embed(Tensor.From([1L, 17, 5, 9, 30, 22, 8, 11], 1, 8), null);

        Tensor packed = model.Hidden(embeddings, window, null, context);

        Tensor first = Hidden(model, Tensor.From([1L, 17, 5, 9, 30], 1, 5), SequenceWindow.Full);
        Tensor second = Hidden(model, Tensor.From([1L, 17, 5, 22, 8, 11], 1, 6), SequenceWindow.Full);
        Near.Equal(first, packed.Narrow(1, 0, 5), 1e-5);
        Near.Equal(second.Narrow(1, 3, 3), packed.Narrow(1, 5, 3), 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hidden_WantedTokens_AreThoseOfAllTokens(bool checkpointed)
    {
        using LlavaModel model = TinyLlava.Create();
        ForwardContext context = ForwardContext.Inference with { CheckpointLanguage = checkpointed };
        Tensor embeddings = model.Embed(Tensor.From([1L, 17, 5, 9, 30, 22, 8, 11], 2, 4), null);
        var window = new SequenceWindow { Ends = Tensor.From([4L, 3]) };
        Tensor wanted = Tensor.From([6L, 0, 3]);

        Tensor all = model.Hidden(embeddings, window, null, context).Reshape(8, -1);
        Tensor some = model.Hidden(embeddings, window with { Wanted = wanted }, null, context);

        Near.Equal(all.IndexSelect(0, wanted), some, 1e-6);
    }

    private sealed class EveryLayer : IAttentionObserver
    {
        public bool Wants(int layer, int layers) => true;

        public void Observe(int layer, Tensor weights)
        {
        }
    }

    [Fact]
    public void Hidden_BFloat16_StaysNearSinglePrecision()
    {
        using LlavaModel wide = TinyLlava.Create();
        using LlavaModel narrow = TinyLlava.Create(type: DType.BFloat16);
        Tensor ids = Golden.Ids("llama", "ids");

        Tensor logits = narrow.Logits(Hidden(narrow, ids, SequenceWindow.Full));

        Assert.Equal(DType.BFloat16, logits.DType);
        Near.Equal(
            wide.Logits(Hidden(wide, ids, SequenceWindow.Full)).LogSoftmax(-1), logits.To(DType.Float32).LogSoftmax(-1), tolerance: 0.15);
    }

    [Fact]
    public void Parameters_OfTheTinyModel_CarryTheNamesOfCheckpoints()
    {
        using LlavaModel model = TinyLlava.Create();
        string[] expected = [.. Golden.At("llama_weights").EnumerateArray().Select(entry => entry[0].GetString()!)];

        Assert.Equal(expected.Order(), model.Parameters.Where(parameter => parameter.Group == ParameterGroup.LanguageModel).Select(parameter => parameter.Name).Order());
    }

    private static Tensor Hidden(LlavaModel model, Tensor ids, SequenceWindow window) =>
        model.Hidden(model.Embed(ids, null), window, null, ForwardContext.Inference);
}
