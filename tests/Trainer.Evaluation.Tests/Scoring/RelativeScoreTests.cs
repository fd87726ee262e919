using System.Text.Json;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Tests.Scoring;

public sealed class RelativeScoreTests
{
    [Fact]
    public void Of_GoldenMarks_GivesTheSummaryOfTheReference()
    {
        JsonElement golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "judged.json"))).RootElement.GetProperty("llava_bench_summary");
        var score = RelativeScore.Of([.. golden.GetProperty("inputs").GetProperty("score_pairs").EnumerateArray().Select(pair => (pair[0].GetDouble(), pair[1].GetDouble()))]);
        JsonElement expected = golden.GetProperty("outputs");

        Assert.Equal(expected.GetProperty("relative").GetDouble(), score.Relative, 1e-9);
        Assert.Equal(expected.GetProperty("reference_x10").GetDouble(), score.Reference, 1e-9);
        Assert.Equal(expected.GetProperty("candidate_x10").GetDouble(), score.Candidate, 1e-9);
    }

    [Theory]
    [InlineData("8 6.5\nThe second misses the dog.", 8, 6.5)]
    [InlineData("9, 7", 9, 7)]
    [InlineData("Assistant 1: 8", -1, -1)]
    [InlineData("8 6 7", -1, -1)]
    [InlineData("", -1, -1)]
    public void Parse_Review_ReadsTwoMarksOrNone(string review, double reference, double candidate) =>
        Assert.Equal((reference, candidate), RelativeScore.Parse(review));
}
