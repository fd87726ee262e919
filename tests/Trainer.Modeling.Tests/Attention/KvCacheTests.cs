using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Attention;

public sealed class KvCacheTests : IDisposable
{
    private static readonly long[] Row = [1, 17, 5, 39, 8, 2];

    private readonly TensorScope scope = new();
    private readonly GradientMode mode = GradientMode.Off();

    public void Dispose()
    {
        mode.Dispose();
        scope.Dispose();
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1)]
    [InlineData(4, 1, 1)]
    [InlineData(2, 3, 1)]
    public void Hidden_InPieces_EqualsAllAtOnce(params int[] pieces)
    {
        foreach (LlavaConfig config in new[] { TinyLlava.Config, TinyLlava.Grouped })
        {
            using LlavaModel model = TinyLlava.Create(config);
            using KvCache cache = model.NewCache(1, Row.Length);
            Tensor expected = model.Hidden(model.Embed(Tensor.From(Row, 1, 6), null), SequenceWindow.Full, null, ForwardContext.Inference);

            int done = 0;
            foreach (int piece in pieces)
            {
                Near.Equal(expected.Narrow(1, done, piece), Read(model, cache, [Row[done..(done + piece)]]));
                done += piece;
            }

            Assert.Equal(Row.Length, cache.Length);
        }
    }

    [Fact]
    public void Truncate_ThenOtherTokens_ForgetsWhatLayBehind()
    {
        using LlavaModel model = TinyLlava.Create();
        using KvCache cache = model.NewCache(1, 6);
        Read(model, cache, [[1, 17, 5, 30, 31]]);

        cache.Truncate(3);

        Near.Equal(ReadAfresh(model, [[1, 17, 5, 39, 8, 2]]), Read(model, cache, [[39, 8, 2]]));
    }

    [Fact]
    public void Reorder_RowsTakeOverOthers_FromTheGivenTokenOn()
    {
        using LlavaModel model = TinyLlava.Create();
        using KvCache cache = model.NewCache(3, 4);
        Read(model, cache, [[1, 7, 20], [1, 7, 21], [1, 7, 22]]);

        cache.Reorder([2, 0, 0], from: 2);

        Near.Equal(ReadAfresh(model, [[1, 7, 22, 5], [1, 7, 20, 6], [1, 7, 20, 7]]), Read(model, cache, [[5], [6], [7]]));
    }

    [Fact]
    public void Reorder_SeveralTimesAndBack_KeepsEachRowsOwnTokens()
    {
        using LlavaModel model = TinyLlava.Create();
        using KvCache cache = model.NewCache(2, 6);
        Read(model, cache, [[1, 20], [1, 21]]);
        cache.Reorder([1, 0], from: 1);
        Read(model, cache, [[7], [8]]);
        cache.Reorder([1, 1], from: 1);
        cache.Truncate(2);

        // Both rows now continue what row 0 began.
        Near.Equal(ReadAfresh(model, [[1, 20, 9, 5], [1, 20, 3, 6]]), Read(model, cache, [[9, 5], [3, 6]]).Narrow(1, 1, 1));
    }

    [Fact]
    public void Reorder_CacheThatAttentionCannotReadInPieces_CopiesRows()
    {
        using LlavaModel model = TinyLlava.Create(type: DType.BFloat16);
        using KvCache cache = model.NewCache(2, 4);
        Read(model, cache, [[1, 7, 20], [1, 7, 21]]);

        cache.Reorder([1, 1], from: 2);

        Assert.Null(cache.Sources(1));
        Near.Equal(ReadAfresh(model, [[1, 7, 21, 5], [1, 7, 21, 6]]), Read(model, cache, [[5], [6]]), 0.05);
    }

    [Theory]
    [InlineData(DType.Float32, 1e-5)]
    [InlineData(DType.BFloat16, 0.05)]
    public void Keep_OneOfTheTokensReadSideBySide_ContinuesBehindIt(DType type, double tolerance)
    {
        using LlavaModel model = TinyLlava.Create(type: type);
        using KvCache cache = model.NewCache(2, 6);
        Read(model, cache, [[1, 7], [1, 8]]);
        var sideBySide = new SequenceWindow
        {
            Positions = Tensor.From([2L, 2, 2, 2, 2, 2], 2, 3), Branches = new Branches(Tensor.From([2L, 2]), Tensor.From([2L, 3, 4, 2, 3, 4], 2, 3)),
        };
        model.Hidden(model.Embed(Tensor.From([20L, 21, 22, 23, 24, 25], 2, 3), null), sideBySide, cache, ForwardContext.Inference);
        cache.Truncate(2);

        // The rows trade places. Row 0 takes the second token behind what was row 1, where row 1 finds the first one behind what was row 0.
        cache.Reorder([1, 0], from: 1);
        cache.Keep([4, 0], width: 3);

        Near.Equal(ReadAfresh(model, [[1, 8, 24, 5], [1, 7, 20, 6]]), Read(model, cache, [[5], [6]]), tolerance);
    }

    [Theory]
    [InlineData(DType.Float32, 1e-5)]
    [InlineData(DType.BFloat16, 0.05)]
    public void CopyFrom_RowsOfAnother_ContinueThem(DType type, double tolerance)
    {
        using LlavaModel model = TinyLlava.Create(type: type);
        using KvCache prompts = model.NewCache(2, 3);
        using KvCache cache = model.NewCache(3, 8);
        Read(model, prompts, [[1, 7, 20], [1, 7, 21]]);

        cache.CopyFrom(prompts, [0, 1, 1]);

        Near.Equal(ReadAfresh(model, [[1, 7, 20, 5], [1, 7, 21, 6], [1, 7, 21, 7]]), Read(model, cache, [[5], [6], [7]]), tolerance);
        cache.Reorder([0, 2, 1], from: 3);
        Near.Equal(ReadAfresh(model, [[1, 7, 20, 5, 9], [1, 7, 21, 7, 9], [1, 7, 21, 6, 9]]).Narrow(1, 1, 1), Read(model, cache, [[9], [9], [9]]), tolerance);
    }

    [Fact]
    public void Hidden_MoreTokensThanFit_SaysSo()
    {
        using LlavaModel model = TinyLlava.Create();
        using KvCache cache = model.NewCache(1, 2);

        TorchException error = Assert.Throws<TorchException>(() => Read(model, cache, [[1, 2, 3]]));

        Assert.Contains("holds 2 tokens, but 3 are needed", error.Message, StringComparison.Ordinal);
    }

    private static Tensor Read(LlavaModel model, KvCache cache, long[][] rows)
    {
        int length = rows[0].Length;
        long[] positions = [.. rows.SelectMany(_ => Enumerable.Range(0, length).Select(i => cache.Length + i))];
        var window = new SequenceWindow { Positions = Tensor.From(positions, rows.Length, length), Sources = cache.Sources(length) };
        return model.Hidden(model.Embed(Tensor.From([.. rows.SelectMany(row => row)], rows.Length, length), null), window, cache, ForwardContext.Inference);
    }

    private static Tensor ReadAfresh(LlavaModel model, long[][] rows)
    {
        Tensor ids = Tensor.From([.. rows.SelectMany(row => row)], rows.Length, rows[0].Length);
        return model.Hidden(model.Embed(ids, null), SequenceWindow.Full, null, ForwardContext.Inference).Narrow(1, 3, rows[0].Length - 3);
    }
}
