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

        Assert.Equal(["spotting.jsonl", "dataset_flickr30k.jsonl", "results.jsonl", "results_20130124.jsonl", "image_to_caption.json"], set.Files.Select(file => file.File));
        // Two bad lines of tokens, one of the table, and of Karpathy's a picture without captions and a repeated one; the table of facts has 1.jpg once.
        // Of four pictures with entities that are bad one has no boxes, one a torn mention, one an XML with entities of its own, and one a box inside out.
        Assert.Equal([1, 2, 1, 2, 4], set.Files.Select(file => file.Records));
        Assert.Equal([("missing_field", 1L), ("repeated_id", 1L), ("wrong_value", 8L)], set.Problems.Select(problem => (problem.Key, problem.Value)));
    }

    [Fact]
    public void Prepare_OneSplitAllCaptions_IsTheGoldenFiles()
    {
        PreparedSet set = Golden.Check("flickr30k", "out-train", "split=train", "captions=all", "boxes=picture");

        Assert.Equal(2, set.LeftOut["of another split"]);
        Assert.Equal([2, 2, 2, 3], set.Files.SkipLast(1).Select(file => file.Records));
    }

    [Fact]
    public void Prepare_Entities_SaysWhereEachThingIs()
    {
        string Read(string folder) => (string?)JsonNode.Parse(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures/flickr30k", folder, "spotting.jsonl")).First())!["conversations"]![1]!["value"] ?? "";

        // 400 x 200 pixels within a square of 400: 100 rows of padding above; the second box ends a pixel outside.
        Assert.Equal(
            "Two young guys[0.100,0.300,0.350,0.750;0.500,0.250,1.000,0.500] with shaggy hair[0.500,0.250,1.000,0.500] look at their hands in the yard .",
            Read("out"));
        Assert.StartsWith("Two young guys[0.100,0.100,0.350,1.000;0.500,0.000,1.000,0.500] with", Read("out-train"), StringComparison.Ordinal);
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
