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
}
