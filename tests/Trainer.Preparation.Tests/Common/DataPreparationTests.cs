using System.Text.Json.Nodes;
using Trainer.Data;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Tests.Common;

public sealed class DataPreparationTests
{
    private const string Good = """
        {"id": 1, "text": "one"}
        {"id": 2, "text": "two"}

        """;

    [Fact]
    public void Run_GoodLines_WritesFilesAndManifest()
    {
        using var lines = new PreparedLines(Good);

        PreparedSet set = DataPreparation.Run(new LineSource(), lines.Options);

        Assert.Equal([2, 2], set.Files.Select(file => file.Records));
        Assert.Equal("{\n\"1\": [\"1 é\"],\n\"2\": [\"2 é\"]\n}\n", lines.Text("facts.json"));
        Assert.Equal("one", (string?)JsonNode.Parse(lines.Lines("lines/all.jsonl")[0])!["conversations"]![1]!["value"]);
        Assert.Empty(lines.Text("problems.jsonl"));
        JsonNode manifest = JsonNode.Parse(lines.Text("manifest.json"))!;
        Assert.Equal(set.Files[1].Sha256, (string?)manifest["files"]![1]!["sha256"]);
        Assert.Equal("data.jsonl", (string?)manifest["lineage"]!["inputs"]![0]!["file"]);
        Assert.False(Directory.Exists(Path.Combine(lines.Output, ".unfinished")));
    }

    [Fact]
    public void Run_SameInputElsewhere_WritesSameBytes()
    {
        using var one = new PreparedLines(Good);
        using var other = new PreparedLines(Good);

        DataPreparation.Run(new LineSource(), one.Options);
        DataPreparation.Run(new LineSource(), other.Options);

        Assert.Equal(Golden.FilesOf(one.Output), Golden.FilesOf(other.Output));
    }

    [Fact]
    public void Run_Choices_AreFollowedAndCounted()
    {
        using var lines = new PreparedLines(Good + "{\"id\": 3, \"text\": \"three\"}\n");

        PreparedSet set = DataPreparation.Run(new LineSource(), lines.Options with { Choices = new Dictionary<string, string> { ["case"] = "upper", ["most"] = "3" } });

        Assert.Contains("ONE", lines.Text("lines/all.jsonl"), StringComparison.Ordinal);
        Assert.Equal(1, set.LeftOut["too long"]);
    }

    [Fact]
    public void Run_FinishedSet_IsLeftAlone()
    {
        using var lines = new PreparedLines(Good);
        PreparedSet first = DataPreparation.Run(new LineSource(), lines.Options);

        PreparedSet second = DataPreparation.Run(new LineSource { BeforeEach = _ => Assert.Fail("Nothing is to be converted.") }, lines.Options);

        Assert.Equal(first.ToJson().ToJsonString(), second.ToJson().ToJsonString());
    }

    [Fact]
    public void Run_FolderOfAnotherSet_IsRefused()
    {
        using var lines = new PreparedLines(Good);
        DataPreparation.Run(new LineSource(), lines.Options);
        lines.Write("in/data.jsonl", Good + Good);

        Assert.Contains("another input", Assert.Throws<DataException>(() => DataPreparation.Run(new LineSource(), lines.Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_IntoAFolderOfTheInput_DoesNotReadWhatItWrote()
    {
        using var lines = new PreparedLines(Good);
        PreparationOptions options = lines.Options with { Input = Path.GetDirectoryName(lines.Options.Input)! };
        PreparedSet first = DataPreparation.Run(new LineSource(), options);

        PreparedSet second = DataPreparation.Run(new LineSource(), options);

        Assert.Equal(first.ToJson().ToJsonString(), second.ToJson().ToJsonString());
    }

    [Fact]
    public void Run_FilesThatWouldHaveOneName_AreRefused()
    {
        using var lines = new PreparedLines("");
        lines.Write("other/results.csv", "1.jpg| 0| A dog.\n");
        lines.Write("other/results.token", "1.jpg#0\tA dog.\n");

        DataException error = Assert.Throws<DataException>(() => DataPreparation.Run(
            SourceCatalog.Find("flickr30k")!, lines.Options with { Input = Path.Combine(lines.Options.Input, "../other") }));
        Assert.Contains("would become results.jsonl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithoutTheFiles_SaysWhichAreMissing()
    {
        using var lines = new PreparedLines(Good);
        File.Move(Path.Combine(lines.Options.Input, "data.jsonl"), Path.Combine(lines.Options.Input, "data.txt"));

        Assert.Contains("*.jsonl, which is the lines", Assert.Throws<DataException>(() => DataPreparation.Run(new LineSource(), lines.Options)).Message, StringComparison.Ordinal);
    }
}
