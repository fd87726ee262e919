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
        Assert.Equal((false, true), (first.WasThere, second.WasThere));
    }

    [Fact]
    public void Run_FolderOfAnotherSet_IsRefused()
    {
        using var lines = new PreparedLines(Good);
        DataPreparation.Run(new LineSource(), lines.Options);
        lines.Write("in/data.jsonl", Good + Good);

        Assert.Contains("holds a set whose inputs are other ones", Assert.Throws<DataException>(() => DataPreparation.Run(new LineSource(), lines.Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FolderOfASetWithOtherChoices_SaysWhichOnes()
    {
        using var lines = new PreparedLines(Good);
        DataPreparation.Run(new LineSource(), lines.Options);

        DataException error = Assert.Throws<DataException>(() => DataPreparation.Run(
            new LineSource(), lines.Options with { Choices = new Dictionary<string, string> { ["case"] = "upper" } }));

        Assert.Contains("""options is {"case":"keep","most":"10"}, not {"case":"upper","most":"10"}""", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest.json", "no JSON", "is not the manifest of a prepared set")]
    [InlineData("manifest.json", "{\"a\": 1}", "is not the manifest of a prepared set")]
    [InlineData("manifest.json", "{\"lineage\": [], \"files\": []}", "source are other ones")]
    [InlineData(".unfinished/position.json", "{}", "is not the position of an interrupted conversion")]
    public void Run_FolderWithFilesOfOthers_IsRefused(string name, string text, string message)
    {
        using var lines = new PreparedLines(Good);
        lines.Write($"out/{name}", text);

        Assert.Contains(message, Assert.Throws<DataException>(() => DataPreparation.Run(new LineSource(), lines.Options)).Message, StringComparison.Ordinal);
        Assert.Equal(text, lines.Text(name));
    }

    [Fact]
    public void Run_IntoAFile_SaysSo()
    {
        using var lines = new PreparedLines(Good);
        lines.Write("out", "mine");

        Assert.Contains("out can't be written to", Assert.Throws<DataException>(() => DataPreparation.Run(new LineSource(), lines.Options)).Message, StringComparison.Ordinal);
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

        Assert.Contains("*.jsonl, which is the lines; it holds data.txt.", Assert.Throws<DataException>(() => DataPreparation.Run(new LineSource(), lines.Options)).Message, StringComparison.Ordinal);
    }
}
