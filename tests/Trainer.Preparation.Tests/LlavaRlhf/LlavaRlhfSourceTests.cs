using System.Text.Json.Nodes;
using Trainer.Data;
using Trainer.Data.Rewards;
using Trainer.Preparation.Common;
using Trainer.Preparation.LlavaRlhf;
using Trainer.TestKit;

namespace Trainer.Preparation.Tests.LlavaRlhf;

public sealed class LlavaRlhfSourceTests
{
    [Fact]
    public void Prepare_Fixture_IsTheGoldenFiles()
    {
        PreparedSet set = Golden.Check("llava-rlhf");

        Assert.Equal(
            [("conversation", 1L), ("conversation", 3L), ("preference", 2L), ("prompt", 3L), ("facts", 3L)],
            set.Files.Select(file => (file.Kind, file.Records)));
        // A preference of 0, one without facts; a choice without rationales, an unknown type; facts that are none, and one that is a number.
        Assert.Equal([("wrong_type", 1L), ("wrong_value", 5L)], set.Problems.Select(problem => (problem.Key, problem.Value)));
    }

    [Fact]
    public void Prepare_IgnoringFacts_KeepsRecordsWithoutThem() =>
        Assert.Equal([1, 3, 3, 4, 3], Golden.Check("llava-rlhf", "out-ignore", "facts=ignore").Files.Select(file => file.Records));

    [Fact]
    public void Prepare_Fixture_IsWhatTrainingReads()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Fixtures/llava-rlhf/out");
        string[] preferences = File.ReadAllLines(Path.Combine(folder, "llava_7b_v1_preference.jsonl"));

        Assert.Equal(["Of food.", "A tray."], preferences.Select(line => (string?)JsonNode.Parse(line)!["chosen"]));
        Assert.Equal(3, JsonNode.Parse(preferences[0])!["prompt"]!.AsArray().Count);
        Assert.Equal(["Salad is eaten with a fork."], FactTable.Open(Path.Combine(folder, "image_to_caption.json")).Of("aok_000000000009.jpg"));
    }

    [Fact]
    public void Prepare_OtherFiles_SaysWhatIsExpected()
    {
        using TemporaryDirectory folder = new();
        folder.Write("in/other.json", "[]");

        DataException error = Assert.Throws<DataException>(() => DataPreparation.Run(
            new LlavaRlhfSource(), new PreparationOptions { Input = Path.Combine(folder.Path, "in"), Output = Path.Combine(folder.Path, "out") }));

        Assert.Contains("image_to_caption.json", error.Message, StringComparison.Ordinal);
    }
}
