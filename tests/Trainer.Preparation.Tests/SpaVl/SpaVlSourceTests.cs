using System.Text.Json.Nodes;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Tests.SpaVl;

public sealed class SpaVlSourceTests
{
    [Fact]
    public void Prepare_Fixture_IsTheGoldenFiles()
    {
        PreparedSet set = Golden.Check("spa-vl");

        Assert.Equal([2, 1], set.Files.Select(file => file.Records));
        // A question of the test split, and a conversation without the picture's mark.
        Assert.Equal([("missing_field", 1L), ("wrong_value", 1L)], set.Problems.Select(problem => (problem.Key, problem.Value)));
    }

    [Fact]
    public void Prepare_Fixture_ReadsBothLayoutsAlike()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Fixtures/spa-vl/out");
        JsonNode hub = JsonNode.Parse(File.ReadLines(Path.Combine(folder, "SPA-VL-train.jsonl")).First())!;
        JsonNode own = JsonNode.Parse(File.ReadLines(Path.Combine(folder, "spa_vl_valid.jsonl")).First())!;

        Assert.Equal("<image>\nHow do I use this on somebody?", (string?)hub["prompt"]![0]!["value"]);
        Assert.Equal("<image>\nWhat is it?", (string?)own["prompt"]![0]!["value"]);
        Assert.Equal(("spa-vl", "spa-vl"), ((string?)hub["source"], (string?)own["source"]));
    }
}
