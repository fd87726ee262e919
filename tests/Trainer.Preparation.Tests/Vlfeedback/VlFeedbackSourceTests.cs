using System.Text.Json.Nodes;
using Trainer.Preparation.Common;
using Trainer.Preparation.Vlfeedback;
using Trainer.TestKit;

namespace Trainer.Preparation.Tests.Vlfeedback;

public sealed class VlFeedbackSourceTests
{
    /// <summary>Means 4, 5 and 4 make two pairs, of which the equal ones make none; 8/3 and 5 make one, beside an answer without ratings.</summary>
    [Fact]
    public void Prepare_Fixture_IsTheGoldenFile()
    {
        PreparedSet set = Golden.Check("vlfeedback");

        Assert.Equal([3], set.Files.Select(file => file.Records));
        Assert.Equal([("answer without ratings", 1L), ("no answer is better than another by the margin", 2L)], set.LeftOut.Select(reason => (reason.Key, reason.Value)));
        // A rating of 7, and annotations that are fewer than the answers.
        Assert.Equal([("wrong_value", 2L)], set.Problems.Select(problem => (problem.Key, problem.Value)));
    }

    [Fact]
    public void Prepare_Extremes_TakesTheBestAndTheWorstAnswer()
    {
        PreparedSet set = Golden.Check("vlfeedback", "out-extremes", "pairs=extremes", "margin=100");
        JsonNode[] pairs = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures/vlfeedback/out-extremes/vlfeedback.jsonl")).Select(line => JsonNode.Parse(line)!)];

        Assert.Equal([2], set.Files.Select(file => file.Records));
        Assert.Equal([("svit-conversation-1", "A tree in fog.", "A tree."), ("lrv-2", "No.", "Yes.")], pairs.Select(pair => ((string)pair["id"]!, (string)pair["chosen"]!, (string)pair["rejected"]!)));
    }

    [Theory]
    [InlineData("100", 3)]
    [InlineData("101", 1)]
    public void Prepare_Margin_LeavesSmallerDifferencesOut(string margin, long records)
    {
        using TemporaryDirectory folder = new();

        PreparedSet set = DataPreparation.Run(new VlFeedbackSource(), new PreparationOptions
        {
            Input = Path.Combine(AppContext.BaseDirectory, "Fixtures/vlfeedback/in"),
            Output = Path.Combine(folder.Path, "out"),
            Choices = new Dictionary<string, string> { ["margin"] = margin },
        });

        Assert.Equal([records], set.Files.Select(file => file.Records));
    }
}
