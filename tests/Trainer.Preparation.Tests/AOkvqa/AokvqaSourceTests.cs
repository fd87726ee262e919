using System.Text.Json.Nodes;
using Trainer.Preparation.AOkvqa;
using Trainer.Preparation.Common;
using Trainer.TestKit;

namespace Trainer.Preparation.Tests.AOkvqa;

public sealed class AokvqaSourceTests
{
    [Fact]
    public void Prepare_Fixture_IsTheGoldenFiles()
    {
        PreparedSet set = Golden.Check("a-okvqa");

        // Two pictures; three questions; facts: captions of one picture, rationales and right choices of two.
        Assert.Equal([2, 3, 3, 5], set.Files.Select(file => file.Records));
        Assert.Equal([("wrong_type", 1L), ("wrong_value", 3L)], set.Problems.Select(problem => (problem.Key, problem.Value)));
    }

    [Fact]
    public void Prepare_OtherKindOfPictures_NamesThemEverywhere()
    {
        using TemporaryDirectory folder = new();
        PreparationOptions options = new()
        {
            Input = Path.Combine(AppContext.BaseDirectory, "Fixtures/a-okvqa/in/aokvqa_v1p0_train.json"),
            Output = Path.Combine(folder.Path, "out"),
            Choices = new Dictionary<string, string> { ["image-kind"] = "png" },
        };

        PreparedSet set = DataPreparation.Run(new AokvqaSource(), options);

        Assert.All(set.Files.Select(file => File.ReadAllText(Path.Combine(options.Output, file.File))), text =>
        {
            Assert.Contains(".png\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain(".jpg", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Prepare_Fixture_EndsAnswersAsTheRewardLooksForThem()
    {
        JsonNode[] Read(string name) =>
            [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures/a-okvqa/out", $"aokvqa_v1p0_train_{name}.jsonl")).Select(line => JsonNode.Parse(line)!)];

        Assert.Equal([2, 3, 3], Read("prompts").Select(prompt => (int)prompt["caption_type"]!));
        Assert.All(Read("reasoning").Zip("ABB"), pair => Assert.EndsWith($". The correct option is {pair.Second}.", (string?)pair.First["conversations"]![1]!["value"]));
        Assert.Equal(["A. fork", "B. lunch"], new[] { 1, 3 }.Select(turn => (string?)Read("choices")[0]["conversations"]![turn]!["value"]));
    }
}
