using System.Text.Json.Nodes;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Tests.Bpo;

public sealed class BpoSourceTests
{
    [Fact]
    public void Prepare_Fixture_IsTheGoldenFile()
    {
        PreparedSet set = Golden.Check("bpo");

        Assert.Equal([4], set.Files.Select(file => file.Records));
        Assert.Equal([("an answer of more than 350 words", 1L), ("no answer is better than another", 1L)], set.LeftOut.Select(reason => (reason.Key, reason.Value)));
        // Two marks for one picture; no completions; a score that is text.
        Assert.Equal([("missing_field", 1L), ("wrong_type", 1L), ("wrong_value", 1L)], set.Problems.Select(problem => (problem.Key, problem.Value)));
    }

    [Fact]
    public void Prepare_MoreWordsAllowed_KeepsTheLongAnswer() => Assert.Equal([5], Golden.Check("bpo", "out-long", "max-words=400").Files.Select(file => file.Records));

    /// <summary>One positive and two negatives are two pairs; the better answer is chosen wherever it stands.</summary>
    [Fact]
    public void Prepare_Fixture_PairsByScore()
    {
        JsonNode[] pairs = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures/bpo/out/bpo_preferences.jsonl")).Select(line => JsonNode.Parse(line)!)];

        Assert.Equal(["coco-1", "llava-2/1-2", "llava-2/1-3", "text-8"], pairs.Select(pair => (string?)pair["id"]));
        Assert.Equal(["A cup of tea.", "A dog sleeps on a sofa.", "A dog sleeps on a sofa.", "Goethe."], pairs.Select(pair => (string?)pair["chosen"]));
        Assert.Equal("<image>\nWhat is on the table?", (string?)pairs[0]["prompt"]![0]!["value"]);
        Assert.Equal("coco", (string?)pairs[0]["source"]);
    }
}
