using System.Text.Json;
using Trainer.Data.Preferences;
using Trainer.Data.Records;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Data.Tests.Preferences;

public sealed class PreferenceFileTests(ITestOutputHelper output)
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "preferences", "pairs.json"))).RootElement;

    [Fact]
    public void Open_GoldenRecords_GivesThePairsOfTheReference()
    {
        using var folder = new TemporaryDirectory();
        using PreferenceFile file = OpenGolden(folder, allowIdentical: true);

        string[] pairs = [.. Enumerable.Range(0, file.Count).Select(position => InReferenceForm(file.Read(position)))];

        Assert.Equal(Golden.GetProperty("pair_building").GetProperty("pairs").EnumerateArray().Select(pair => JsonSerializer.Serialize(pair)), pairs);
    }

    /// <summary>The reference's question with an &lt;image&gt; of its own would stand for two pictures; here the mark is taken out.</summary>
    [Theory]
    [InlineData(" What is this?\\n", "<image>\nWhat is this?")]
    [InlineData("Look\\n<image>", "<image>\nLook")]
    public void Read_Question_StandsBehindItsPicture(string prompt, string expected)
    {
        using var folder = new TemporaryDirectory();
        folder.Write("here.jpg", "");
        string path = folder.Write("x.jsonl", $$"""{"prompt":"{{prompt}}","image":"here.jpg","completions":[{"response":"a","score":1},{"response":"b","score":0}]}""");

        using var file = PreferenceFile.Open(path, "completions", folder.Path, new());

        Assert.Equal(expected, file.Read(0).Turns[^1].Value);
    }

    [Fact]
    public void Open_GoldenRecords_CountsWhatIsLeftOut()
    {
        using var folder = new TemporaryDirectory();
        using PreferenceFile file = OpenGolden(folder, allowIdentical: false);

        Assert.Equal((5, 4), (file.Report.Records, file.Report.Pairs));
        Assert.Equal(
            new Dictionary<RejectionReason, int>
            {
                [RejectionReason.TooManyWords] = 1,
                [RejectionReason.IdenticalAnswers] = 1,
                [RejectionReason.TooFewAnswers] = 1,
            },
            file.Report.Rejections);
    }

    [Theory]
    [InlineData("""{"prompt":"?","completions":[{"response":"a","score":1}]}""", RejectionReason.TooFewAnswers, "completions must have two answers or more, but has 1.")]
    [InlineData("""{"prompt":"?","completions":[{"response":"a","score":1},{"response":"b","score":1}]}""", RejectionReason.EqualScores, "completions all have the score 1, so that none is better.")]
    [InlineData("""{"prompt":"?","completions":[{"response":"a","score":1},{"response":" \n","score":0}]}""", RejectionReason.EmptyAnswer, "an answer says nothing.")]
    [InlineData("""{"prompt":"?","completions":[{"response":"A  bus.","score":1},{"response":"a bus","score":0}]}""", RejectionReason.IdenticalAnswers, "both answers are the same.")]
    [InlineData("""{"prompt":"?","completions":[{"response":"a","score":1},{"response":"say ASSISTANT: b","score":0}]}""", RejectionReason.TemplateMarker, "contains ' ASSISTANT:'")]
    [InlineData("""{"prompt":"?","completions":[{"response":"two</s>parts","score":1},{"response":"b","score":0}]}""", RejectionReason.TemplateMarker, "contains '</s>'")]
    [InlineData("""{"prompt":"?","completions":[{"response":"a","score":1},{"response":"<img>x.jpg</img> b","score":0}]}""", RejectionReason.TemplateMarker, "contains '<img>'")]
    [InlineData("""{"prompt":"?","completions":[{"response":"a <image>","score":1},{"response":"b","score":0}]}""", RejectionReason.TemplateMarker, "contains '<image>'")]
    [InlineData("""{"prompt":"?","completions":[{"response":"one two three four","score":1},{"response":"b","score":0}]}""", RejectionReason.TooManyWords, "the longest answer has 4 words, and 3 are allowed.")]
    [InlineData("""{"prompt":"?","image":"gone.jpg","completions":[{"response":"a","score":1},{"response":"b","score":0}]}""", RejectionReason.MissingImage, "image names 'gone.jpg', but there is no such file")]
    [InlineData("""{"prompt":"<image>?<image>","image":"here.jpg","completions":[{"response":"a","score":1},{"response":"b","score":0}]}""", RejectionReason.InvalidRecord, "prompt has 2 <image> marks for 1 pictures.")]
    [InlineData("""{"prompt":"<image>?","completions":[{"response":"a","score":1},{"response":"b","score":0}]}""", RejectionReason.InvalidRecord, "prompt has 1 <image> marks for 0 pictures.")]
    [InlineData("""{"prompt":"?","completions":[{"response":"a","score":"1"}]}""", RejectionReason.InvalidRecord, "completions[0].score must be a number, but is \"1\"")]
    [InlineData("""{"prompt":"?","image":"../x.jpg","completions":[{"response":"a","score":1},{"response":"b","score":0}]}""", RejectionReason.InvalidRecord, "without '..'")]
    [InlineData("""{"prompt":3}""", RejectionReason.InvalidRecord, "prompt must be text, but is 3")]
    public void Open_BadRecord_IsCountedAndNamed(string record, RejectionReason reason, string problem)
    {
        using var folder = new TemporaryDirectory();
        folder.Write("here.jpg", "");
        string path = folder.Write("x.jsonl", $$"""{"prompt":"?","completions":[{"response":"a","score":1},{"response":"b","score":0}]}{{"\n"}}{{record}}""");

        using var file = PreferenceFile.Open(path, "completions", folder.Path, new PairRules { MaxWords = 3 });

        Assert.Equal((2, 1), (file.Report.Records, file.Count));
        Assert.Equal([KeyValuePair.Create(reason, 1)], file.Report.Rejections);
        string message = Assert.Single(file.Report.Problems);
        Assert.StartsWith($"{path}:2: ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_SourceShare_TakesTheFirstOfEachSource()
    {
        using var folder = new TemporaryDirectory();
        IEnumerable<string> records = new[] { "a-1", "b-1", "a-2", "a-3", "b-2", "a-4" }.Select(id =>
            $$"""{"id":"{{id}}","prompt":"?","completions":[{"response":"a","score":1},{"response":"b","score":0}]}""");
        string path = folder.Write("x.jsonl", string.Join('\n', records));

        using var file = PreferenceFile.Open(path, "completions", folder.Path, new PairRules { SourceShare = 0.5 });

        Assert.Equal(["a-1", "b-1", "a-2"], Enumerable.Range(0, file.Count).Select(position => file.Read(position).Id));
        Assert.Equal([1, 2, 3], Enumerable.Range(0, file.Count).Select(position => file.PlaceOf(position).Line));
    }

    [Fact]
    public void Select_GoldenSources_GivesThePlacesOfTheReference()
    {
        JsonElement golden = Golden.GetProperty("subset_by_source");
        string[] sources = [.. golden.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!.Split('-')[0])];

        Assert.Equal(
            golden.GetProperty("selected_indices").EnumerateArray().Select(place => place.GetInt32()),
            SourceShare.Select(sources, golden.GetProperty("percent").GetDouble()));
    }

    [Fact]
    public void Open_RealPairs_GivesThoseWhosePicturesAreThere()
    {
        if (!RealData.TryFind("preference/rlaif_v/rlaif-v.jsonl", output, out string path))
        {
            return;
        }

        using var file = PreferenceFile.Open(path, "trl", Path.Combine(Path.GetDirectoryName(path)!, "image"), new());

        // Of the six records, the last names a picture that the sample was published without.
        Assert.Equal(5, file.Count);
        Assert.Equal([KeyValuePair.Create(RejectionReason.MissingImage, 1)], file.Report.Rejections);
        Assert.All(Enumerable.Range(0, file.Count), position => Assert.StartsWith("<image>\n", file.Read(position).Turns[0].Value, StringComparison.Ordinal));
    }

    private static PreferenceFile OpenGolden(TemporaryDirectory folder, bool allowIdentical)
    {
        JsonElement golden = Golden.GetProperty("pair_building");
        foreach (JsonElement record in golden.GetProperty("records").EnumerateArray())
        {
            string image = Path.Combine(folder.Path, record.GetProperty("image").GetString()!);
            Directory.CreateDirectory(Path.GetDirectoryName(image)!);
            File.WriteAllText(image, "");
        }

        string path = folder.Write("x.json", golden.GetProperty("records").GetRawText());
        var rules = new PairRules { MaxWords = golden.GetProperty("filter_size").GetInt32(), AllowIdentical = allowIdentical };
        return PreferenceFile.Open(path, "completions", folder.Path, rules);
    }

    /// <summary>The reference puts the picture's path into the prompt.</summary>
    private static string InReferenceForm(PreferenceRecord pair) => JsonSerializer.Serialize(
        JsonSerializer.SerializeToElement(new
        {
            prompt = pair.Turns.Single().Value.Replace("<image>\n", $"<img>{pair.Images.Single()}</img>", StringComparison.Ordinal),
            chosen = pair.Chosen,
            rejected = pair.Rejected,
        }));
}
