using System.Text.Json;
using Trainer.Decoding.Strategies;

namespace Trainer.Decoding.Tests.Strategies;

public sealed class BeamHypothesesTests
{
    [Fact]
    public void Add_GoldenSequence_KeepsAndStopsAsTheReference()
    {
        var hypotheses = new BeamHypotheses(capacity: 2, lengthPenalty: 1);
        foreach (JsonElement step in Fixture.At("beam_hypotheses").EnumerateArray())
        {
            hypotheses.Add(new Generation([], FinishReason.Stop), step.GetProperty("sum_logprob").GetDouble(), step.GetProperty("add_len").GetInt32());

            Assert.Equal(step.GetProperty("kept").Numbers().Order(), hypotheses.Scores.Order(), (left, right) => Math.Abs(left - right) < 1e-6);
            Assert.Equal(step.GetProperty("is_done_best_m1_len8").GetBoolean(), hypotheses.IsDone(-1, 8));
            Assert.Equal(step.GetProperty("is_done_best_m5_len8").GetBoolean(), hypotheses.IsDone(-5, 8));
        }
    }

    [Fact]
    public void Best_OfDifferentLengths_DividesByTheLength()
    {
        var hypotheses = new BeamHypotheses(capacity: 2, lengthPenalty: 1);
        hypotheses.Add(new Generation([1], FinishReason.Stop), sum: -3, length: 2);
        hypotheses.Add(new Generation([2], FinishReason.Stop), sum: -4, length: 4);

        // −3 / 2 = −1.5 and −4 / 4 = −1.
        Assert.Equal([2], hypotheses.Best!.TokenIds);
    }
}
