using System.Text.Json.Nodes;
using Trainer.Preparation.Common;
using Trainer.Preparation.Flickr30k;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Preparation.Tests.Flickr30k;

public sealed class FlickrSourceTests(ITestOutputHelper output)
{
    [Fact]
    public void Prepare_Fixture_IsTheGoldenFiles()
    {
        PreparedSet set = Golden.Check("flickr30k");

        Assert.Equal(["dataset_flickr30k.jsonl", "results.jsonl", "results_20130124.jsonl", "image_to_caption.json"], set.Files.Select(file => file.File));
        // Two bad lines of tokens, one of the table, and of Karpathy's a picture without captions and a repeated one; the table of facts has 1.jpg once.
        Assert.Equal([2, 1, 2, 4], set.Files.Select(file => file.Records));
        Assert.Equal([("repeated_id", 1L), ("wrong_value", 5L)], set.Problems.Select(problem => (problem.Key, problem.Value)));
    }

    [Fact]
    public void Prepare_OneSplitAllCaptions_IsTheGoldenFiles()
    {
        PreparedSet set = Golden.Check("flickr30k", "out-train", "split=train", "captions=all");

        Assert.Equal(2, set.LeftOut["of another split"]);
        Assert.Equal([2, 2, 3], set.Files.SkipLast(1).Select(file => file.Records));
    }

    [Fact]
    public void Prepare_RealTokens_KeepsEveryCaption()
    {
        if (!RealData.TryFind("flickr8k/Flickr8k.token.txt", output, out string path))
        {
            return;
        }

        using TemporaryDirectory folder = new();
        string target = Path.Combine(folder.Path, "set");
        PreparedSet set = DataPreparation.Run(new FlickrSource(), new PreparationOptions
        {
            Input = path, Output = target, Choices = new Dictionary<string, string> { ["captions"] = "all" },
        });

        Assert.Equal(["Flickr8k.jsonl", "image_to_caption.json"], set.Files.Select(file => file.File));
        Assert.Equal([603 * 5, 603], set.Files.Select(file => file.Records));
        Assert.Equal(603, JsonNode.Parse(File.ReadAllText(Path.Combine(target, "image_to_caption.json")))!.AsObject().Count);
        Assert.Empty(set.Problems);
    }
}
