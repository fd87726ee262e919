using Trainer.Decoding.Strategies;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Toy;

/// <summary>As many beams as tokens leave out no answer of two tokens, so beam search must find the best of all.</summary>
public sealed class ExhaustiveBeamTests
{
    private static readonly Prompt Prompt = new([1, 20, 21], []);

    [Theory]
    [InlineData(-6)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(12)]
    public void Run_AsManyBeamsAsTokens_FindsTheBestOfAllAnswers(double endBase)
    {
        using var scope = new TensorScope();
        var options = new GenerationOptions { NumBeams = ToySession.Vocabulary, MaxNewTokens = 2, StopTokens = [ToySession.End] };
        var strategy = new BeamSearchStrategy(options);
        IReadOnlyList<Prompt> rows = strategy.RowsOf(Prompt);
        using var session = new ToySession(rows, endBase);

        Generation found = Generator.Run(strategy, new DecodingState(session, rows, 1, options))[0];

        Assert.Equal(AllAnswers(endBase).MaxBy(answer => answer.Score).Tokens, found.TokenIds);
    }

    /// <summary>Every answer of at most two tokens with its log-probability per token of prompt and answer.</summary>
    private static IEnumerable<(long[] Tokens, double Score)> AllAnswers(double endBase)
    {
        using var session = new ToySession([Prompt], endBase);
        int length = Prompt.TokenIds.Length;
        double[] first = LogProbs(session.Begin());
        yield return ([], first[ToySession.End] / length);
        for (long token = 0; token < first.Length; token++)
        {
            if (token == ToySession.End)
            {
                continue;
            }

            double[] second = LogProbs(session.Restart([[token]]));
            yield return ([token], (first[token] + second[ToySession.End]) / (length + 1));
            for (long next = 0; next < second.Length; next++)
            {
                if (next != ToySession.End)
                {
                    yield return ([token, next], (first[token] + second[next]) / (length + 2));
                }
            }
        }
    }

    private static double[] LogProbs(Tensor scores) => scores.To(DType.Float64).LogSoftmax(-1).ToArray<double>();
}
