using Trainer.Evaluation.Benchmarks.Aokvqa;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Benchmarks.Aokvqa;

public sealed class AokvqaScorerTests
{
    [Fact]
    public void Score_RightWrongAndUnreadable_CountsEach()
    {
        AokvqaResult result = AokvqaScorer.Score([.. Enumerable.Range(1, 4).Select(Question)], ["B", "a cat", "A.", "I can't see."]);

        Assert.Equal((4, 0.5, 0.75, 0.5), (result.N, result.Accuracy, result.Readable, result.Chance));
        // Wilson's interval of 2 of 4 by hand: (0.5 + 1.9207 / 4) / 1.9604 ± 0.35
        Assert.Equal(0.1500, result.Ci95["accuracy"]!.Value.Low, 1e-3);
        Assert.Equal(0.8500, result.Ci95["accuracy"]!.Value.High, 1e-3);
    }

    [Fact]
    public void Score_NoQuestions_HasNoFigures()
    {
        AokvqaResult result = AokvqaScorer.Score([], []);

        Assert.Equal((null, null, null), (result.Accuracy, result.Readable, result.Chance));
        Assert.Equal(new Interval(0, 1), result.Ci95["accuracy"]);
    }

    [Fact]
    public void Score_MissingAnswer_IsRefused() => Assert.Throws<ArgumentException>(() => AokvqaScorer.Score([Question(1)], []));

    private static AokvqaQuestion Question(int id) => new($"q{id}", id, "Which is it?", ["dog", "cat"], Right: 1);
}
