using Trainer.Decoding.Debias;
using Trainer.Decoding.Tests.Toy;
using Trainer.Modeling;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Debias;

public sealed class ClosedAnswerStrategyTests : IDisposable
{
    private static readonly GenerationOptions Eight = new() { MaxNewTokens = 8 };
    private static readonly Prompt Question = new([1, 20, 21, 22, 23, 3], []);

    private readonly TensorScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Choose_NothingSkipped_ReadsTheFirstTokensProbabilities()
    {
        ClosedAnswerStrategy reader = Read(Eight, count: 3);

        double[] expected = Scores([]).Softmax(-1).TopK(3).First.ToArray<double>();
        Assert.Equal(expected, Assert.Single(reader.Readings).Select(token => token.Probability), (left, right) => Math.Abs(left - right) < 1e-6);
        Assert.Equal(Fixture.Run("greedy").GetProperty("sequences")[0].Ids()[6], reader.Readings[0][0].Token);
    }

    [Fact]
    public void Choose_SkippedTokens_ReadsBehindThem()
    {
        long[] greedy = Fixture.Run("greedy").GetProperty("sequences")[0].Ids()[6..];

        ClosedAnswerStrategy reader = Read(Eight, count: 2, greedy[0], greedy[1]);

        Assert.Equal(greedy[2], reader.Readings[0][0].Token);
    }

    [Fact]
    public void Choose_Temperature_SharpensWhatIsRead()
    {
        double sharp = Read(Eight with { Temperature = 0.2 }, count: 1).Readings[0][0].Probability;

        Assert.True(sharp > Read(Eight, count: 1).Readings[0][0].Probability);
    }

    [Fact]
    public void Choose_OnlySkippedTokens_ReadsNothing()
    {
        long[] all = [.. Enumerable.Range(0, ToySession.Vocabulary).Select(id => (long)id)];

        Assert.Empty(Read(Eight, count: 2, all).Readings[0]);
    }

    [Fact]
    public void Generate_BatchOfPrompts_ReadsEachAsAlone()
    {
        using LlavaModel model = TinyLlava.Create();

        double[] together = [.. Read(model, Prompts.Some()).Select(reading => reading[0].Probability)];

        double[] alone = [.. Prompts.Some().Select(prompt => Read(model, [prompt])[0][0].Probability)];
        Assert.Equal(alone, together, (left, right) => Math.Abs(left - right) < 1e-5);
    }

    private static IReadOnlyList<IReadOnlyList<TokenProbability>> Read(LlavaModel model, Prompt[] prompts)
    {
        var reader = new ClosedAnswerStrategy(4, []);
        new Generator(model).Generate(prompts, reader, Eight);
        return reader.Readings;
    }

    private static ClosedAnswerStrategy Read(GenerationOptions options, int count, params long[] skipped)
    {
        var reader = new ClosedAnswerStrategy(count, skipped);
        using var session = new ToySession([Question]);
        Generator.Run(reader, new DecodingState(session, [Question], 1, options));
        return reader;
    }

    private static Tensor Scores(long[] answer)
    {
        using var session = new ToySession([new Prompt([.. Question.TokenIds, .. answer], [])]);
        return session.Begin().To(DType.Float64);
    }
}
