using System.Text.Json;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Commands;

public sealed class DataPrepareCommandTests
{
    private const string Captions = """
        {"images": [{"id": 9, "file_name": "000000000009.jpg"}], "annotations": [{"id": 1, "image_id": 9, "caption": "A dog on a sofa."}, {"id": 2, "image_id": 8, "caption": "Lost."}]}
        """;

    private const string Instances = """
        {"images": [{"id": 9, "file_name": "000000000009.jpg"}], "annotations": [{"id": 7, "image_id": 9, "category_id": 17, "segmentation": [[1, 2]]}], "categories": [{"id": 17, "name": "cat"}]}
        """;

    [Fact]
    public void Prepare_Coco_WritesTheTruthThatChairReads()
    {
        using TemporaryDirectory folder = new();
        string captions = folder.Write("in/captions_val2017.json", Captions.Replace("\"image_id\": 8", "\"image_id\": 9", StringComparison.Ordinal));
        string instances = folder.Write("in/instances_val2017.json", Instances);
        string output = Path.Combine(folder.Path, "out");

        CommandLineRun run = CommandLineRun.Of("data", "prepare", "coco", "--in", Path.Combine(folder.Path, "in"), "--out", output, "--strict", "--json");

        using JsonDocument report = JsonDocument.Parse(run.LastLine);
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Equal(output, report.RootElement.GetProperty("data").GetString());
        ChairGroundTruth prepared = ChairGroundTruth.Read([Path.Combine(output, "annotations/instances_val2017.json")], [Path.Combine(output, "annotations/captions_val2017.json")]);
        Assert.Equal(ChairGroundTruth.Read([instances], [captions])[9].Order(), prepared[9].Order());
        Assert.Equal(["cat", "couch", "dog"], prepared[9].Order());
    }

    [Fact]
    public void Prepare_BadCaption_IsToldAndFailsOnlyStrictRuns()
    {
        using TemporaryDirectory folder = new();
        folder.Write("in/captions_val2017.json", Captions);
        string[] Arguments(string output) => ["data", "prepare", "coco", "--in", Path.Combine(folder.Path, "in"), "--out", Path.Combine(folder.Path, output)];

        CommandLineRun run = CommandLineRun.Of(Arguments("one"));

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Matches("wrong_value +1", run.Output);
        Assert.Equal(ExitCode.Data, CommandLineRun.Of([.. Arguments("two"), "--strict"]).ExitCode);
        Assert.True(File.Exists(Path.Combine(folder.Path, "two/manifest.json")));
    }

    [Fact]
    public void Prepare_EveryPictureMissing_FailsAndSaysWhatIsThere()
    {
        using TemporaryDirectory folder = new();
        string scenes = Path.Combine(folder.Path, "scenes");
        CommandLineRun.Of("data", "scenes", "--out", scenes, "--images", "10");
        string[] arguments = ["data", "prepare", "vqa-v2", "--in", Path.Combine(scenes, "vqa"), "--images", Path.Combine(scenes, "images"), "--out", Path.Combine(folder.Path, "out")];

        CommandLineRun run = CommandLineRun.Of(arguments);

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Assert.Contains("'000000000001.png' is. ", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, CommandLineRun.Of([.. arguments, "--option", "image-kind=png", "--strict"]).ExitCode);
    }

    [Fact]
    public void Prepare_ManyPicturesMissing_WarnsEachTime()
    {
        using TemporaryDirectory folder = new();
        string scenes = Path.Combine(folder.Path, "scenes");
        CommandLineRun.Of("data", "scenes", "--out", scenes, "--images", "10");
        File.Delete(Path.Combine(scenes, "images/000000000001.png"));
        string[] arguments = ["data", "prepare", "a-okvqa", "--in", Path.Combine(scenes, "aokvqa"), "--images", Path.Combine(scenes, "images"), "--option", "image-kind=png", "--out", Path.Combine(folder.Path, "out")];

        CommandLineRun first = CommandLineRun.Of(arguments);
        CommandLineRun second = CommandLineRun.Of(arguments);

        Assert.Equal((ExitCode.Success, ExitCode.Success), (first.ExitCode, second.ExitCode));
        Assert.Contains("warning: aokvqa_train_choices.jsonl lost 1 of 8 records (12 %): missing_image 1.", first.Error, StringComparison.Ordinal);
        Assert.Contains("warning: aokvqa_train_choices.jsonl lost 1 of 8", second.Error, StringComparison.Ordinal);
        Assert.Contains("holds this set already", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("holds this set already", first.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_Scenes_DrawsWhatDataScenesDraws()
    {
        using TemporaryDirectory folder = new();
        string one = Path.Combine(folder.Path, "one");
        string other = Path.Combine(folder.Path, "other");

        CommandLineRun run = CommandLineRun.Of("data", "prepare", "scenes", "--out", one, "--option", "images=5", "--option", "seed=3");
        CommandLineRun.Of("data", "scenes", "--out", other, "--images", "5", "--seed", "3");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(other, "README.md")), File.ReadAllText(Path.Combine(one, "README.md")));
        Assert.Equal(File.ReadAllText(Path.Combine(other, "llava/vqa_yes_no.json")), File.ReadAllText(Path.Combine(one, "llava/vqa_yes_no.json")));
    }

    [Fact]
    public void Prepare_ScenesFiles_AreReadLikeTheRealOnes()
    {
        using TemporaryDirectory folder = new();
        string scenes = Path.Combine(folder.Path, "scenes");
        CommandLineRun.Of("data", "scenes", "--out", scenes, "--images", "10");
        (string Source, string In)[] sets = [("coco", "annotations"), ("vqa-v2", "vqa"), ("a-okvqa", "aokvqa"), ("flickr30k", "flickr30k"), ("llava-rlhf", "preferences")];

        Assert.All(sets, set => Assert.Equal(ExitCode.Success, CommandLineRun.Of(
            "data", "prepare", set.Source, "--in", Path.Combine(scenes, set.In), "--out", Path.Combine(folder.Path, set.Source), "--strict").ExitCode));
    }

    [Fact]
    public void Prepare_List_NamesEverySource() => Assert.Matches("(?m)^coco ", CommandLineRun.Of("data", "prepare", "--list").Output);

    [Theory]
    [InlineData("Name a dataset")]
    [InlineData("There is no dataset 'cocoa'. Known: coco,", "cocoa")]
    [InlineData("--in is missing", "coco", "--out", "x")]
    [InlineData("--out is missing", "coco", "--in", ".")]
    [InlineData("scenes's option images must be", "scenes", "--out", "x", "--option", "images=1")]
    [InlineData("scenes is drawn and reads nothing, so --in has no meaning", "scenes", "--out", "x", "--in", "y")]
    [InlineData("--out must be a folder, but /proc/version is a file", "scenes", "--out", "/proc/version")]
    [InlineData("--images must be a folder", "coco", "--in", ".", "--out", "x", "--images", "/no/such/folder")]
    [InlineData("--image-check must be", "coco", "--in", ".", "--out", "x", "--image-check", "well")]
    [InlineData("--option must be name=value", "coco", "--in", ".", "--out", "x", "--option", "fast")]
    [InlineData("coco has no option 'fast'", "coco", "--in", ".", "--out", "x", "--option", "fast=1")]
    public void Prepare_WrongCommandLine_SaysWhatIsExpected(string message, params string[] arguments)
    {
        CommandLineRun run = CommandLineRun.Of(["data", "prepare", .. arguments]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
