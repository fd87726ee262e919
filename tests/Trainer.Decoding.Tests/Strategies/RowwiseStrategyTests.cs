using Trainer.Decoding.Strategies;
using Trainer.Decoding.Tests.Toy;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Strategies;

public sealed class RowwiseStrategyTests : IDisposable
{
    private static readonly GenerationOptions Eight = new() { MaxNewTokens = 8 };
    private readonly TensorScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Sampling_OwnGenerators_AnswerEachRowAsAlone()
    {
        Prompt[] prompts = [new([1, 5, 7], []), new([1, 9, 4], []), new([1, 5, 7], [])];

        long[][] together = Answers(prompts, [3, 4, 5]);

        Assert.Equal([Answers([prompts[0]], [3])[0], Answers([prompts[1]], [4])[0], Answers([prompts[2]], [5])[0]], together);
        Assert.NotEqual(together[0], together[2]);
    }

    [Fact]
    public void Sampling_OwnGenerators_DrawByTheWarpedProbabilities()
    {
        const int draws = 4000;
        RandomRoot random = new(7);
        Tensor scores = Tensor.From([.. Enumerable.Repeat(new[] { 0f, MathF.Log(3), -2f }, draws).SelectMany(row => row)], draws, 3);
        Prompt[] rows = [.. Enumerable.Repeat(new Prompt([1, 2], []), draws)];
        using var session = new ToySession([rows[0]]);
        var state = new DecodingState(session, rows, draws, Eight with { TopK = 2 });

        long[] tokens = RowwiseStrategy.Sampling([.. Enumerable.Range(0, draws).Select(row => random.Managed("draw", row))]).Choose(scores, state).Tokens;

        Assert.DoesNotContain(2, tokens);
        Assert.Equal(0.75, tokens.Average(), 0.03);
    }

    private static long[][] Answers(Prompt[] prompts, int[] seeds)
    {
        using var session = new ToySession(prompts);
        var state = new DecodingState(session, prompts, prompts.Length, Eight);
        return [.. Generator.Run(RowwiseStrategy.Sampling([.. seeds.Select(seed => new Random(seed))]), state).Select(answer => answer.TokenIds)];
    }
}
