using System.Text.Json.Nodes;
using Trainer.Data;
using Trainer.Preparation.Common;
using Trainer.Preparation.RlhfV;
using Trainer.TestKit;

namespace Trainer.Preparation.Tests.RlhfV;

public sealed class RlhfVSourceTests
{
    [Fact]
    public void Prepare_Fixture_IsTheGoldenFile()
    {
        PreparedSet set = Golden.Check("rlhf-v");

        Assert.Equal([3], set.Files.Select(file => file.Records));
        Assert.Equal(
            [("broken_json", 1L), ("missing_field", 1L), ("repeated_id", 1L), ("wrong_value", 2L)], set.Problems.Select(problem => (problem.Key, problem.Value)));
    }

    [Fact]
    public void Prepare_Fixture_NamesTheDatasetOfThePicture()
    {
        JsonNode[] pairs = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures/rlhf-v/out/RLHF-V-Dataset.jsonl")).Select(line => JsonNode.Parse(line)!)];

        Assert.Equal(["coco", "RLHF-V", "RLHF-V"], pairs.Select(pair => (string?)pair["source"]));
        Assert.Equal("Broccoli and bread.", (string?)pairs[0]["chosen"]);
    }

    [Fact]
    public void Prepare_ParquetAlone_SaysHowToExportIt()
    {
        using TemporaryDirectory folder = new();
        folder.Write("in/RLHF-V-Dataset.parquet", "PAR1");

        DataException error = Assert.Throws<DataException>(() => DataPreparation.Run(
            new RlhfVSource(), new PreparationOptions { Input = Path.Combine(folder.Path, "in"), Output = Path.Combine(folder.Path, "out") }));

        Assert.Contains("parquet", error.Message, StringComparison.Ordinal);
        Assert.Contains("docs/data-preparation.md", error.Message, StringComparison.Ordinal);
    }
}
