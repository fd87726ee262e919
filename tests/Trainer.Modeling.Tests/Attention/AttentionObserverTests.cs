using Trainer.Modeling.Attention;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Attention;

public sealed class AttentionObserverTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hidden_WithAnObserver_IsTheSameAndRowsSumToOne(bool grouped)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        using LlavaModel model = TinyLlava.Create(grouped ? TinyLlava.Grouped : TinyLlava.Config);
        Tensor embeddings = model.Embed(Golden.Ids("llama", "left_padded_ids"), null);
        var window = new SequenceWindow { Starts = Tensor.From([0L, 2]), Positions = Golden.Ids("llama", "left_padded_positions") };
        using var observer = new LayerOne();

        Tensor observed = model.Hidden(embeddings, window, null, ForwardContext.Inference with { Observer = observer });

        Near.Equal(model.Hidden(embeddings, window, null, ForwardContext.Inference), observed);
        Tensor weights = Assert.Single(observer.Seen);
        Assert.Equal([2, 4, 6, 6], weights.Shape);
        Near.Equal([.. Enumerable.Repeat(1.0, 24)], weights.Select(0, 0).Sum(-1));
        Near.Equal([.. Enumerable.Repeat(0.0, 4 * 6 * 2)], weights.Select(0, 1).Narrow(-1, 0, 2), 0);
    }

    [Fact]
    public void Observe_StepOverACache_SeesAllKeysOfTheNewQuery()
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        using LlavaModel model = TinyLlava.Create();
        using KvCache cache = model.NewCache(1, 4);
        using var observer = new LayerOne();
        ForwardContext context = ForwardContext.Inference with { Observer = observer };

        model.Hidden(model.Embed(Tensor.From([1L, 17, 5], 1, 3), null), SequenceWindow.Full, cache, context);
        model.Hidden(model.Embed(Tensor.From([39L], 1, 1), null), new SequenceWindow { Positions = Tensor.From([3L], 1, 1) }, cache, context);

        Assert.Equal([1, 4, 1, 4], observer.Seen[1].Shape);
    }

    private sealed class LayerOne : IAttentionObserver, IDisposable
    {
        internal List<Tensor> Seen { get; } = [];

        public bool Wants(int layer, int layers) => layer == 1;

        public void Observe(int layer, Tensor weights) => Seen.Add(TensorScope.Release(weights));

        public void Dispose() => Seen.ForEach(weights => weights.Dispose());
    }
}
