using System.Text.Json;
using Trainer.Data.Preferences;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Preferences;

public sealed class ComparisonFileTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    private string Path => System.IO.Path.Combine(folder.Path, "pairs.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_Labelled_IsLlavaRlhfsFormat()
    {
        ComparisonFile.Write(Path, [new LabelledComparison(Pair(), 2)]);

        const string expected = """
            [{"id": "7", "image": "a.png",
              "conversations": [{"from": "human", "value": "<image>\nWhat is it?"}, {"from": "gpt", "value": "A cat."},
                                {"from": "human", "value": "Which colour?"}, {"from": "gpt", "value": "Black."}],
              "output_1": {"from": "gpt", "value": "Grey & \"white\"."}, "output_2": {"from": "gpt", "value": "Black."},
              "preference": 2, "source": "cats"}]
            """;
        using JsonDocument wanted = JsonDocument.Parse(expected);
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(Path));
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, written.RootElement), File.ReadAllText(Path));
        using RecordFile<PreferenceRecord> file = RecordFile.Open(Path, RecordFormats.Preference("llava_rlhf"));
        Assert.Equal(("Black.", "Grey & \"white\"."), (file.Read(0).Chosen, file.Read(0).Rejected));
        Assert.Equal(3, file.Read(0).Turns.Count);
    }

    [Fact]
    public void Open_WhatWasWritten_IsTheSame()
    {
        ComparisonRecord textOnly = Pair() with { Images = [], Turns = [new Turn(Speaker.Human, "Hello?")], Reference = null };
        ComparisonRecord two = Pair() with { Images = ["a.png", "b.png"], Turns = [new Turn(Speaker.Human, "<image><image>Which?")] };
        ComparisonFile.Write(Path, [new LabelledComparison(Pair(), null), new LabelledComparison(textOnly, null), new LabelledComparison(two, null)]);

        using RecordFile<ComparisonRecord> file = ComparisonFile.Open(Path);

        Assert.Equal(3, file.Count);
        Assert.Equivalent(Pair(), file.Read(0));
        Assert.Equivalent(textOnly, file.Read(1));
        Assert.Equivalent(two, file.Read(2));
    }

    [Theory]
    [InlineData("", "A dog.", RejectionReason.EmptyAnswer)]
    [InlineData("A dog.", "a  DOG", RejectionReason.IdenticalAnswers)]
    [InlineData("A dog.</s>", "A cat.", RejectionReason.TemplateMarker)]
    [InlineData("A dog.", "A cat.", null)]
    public void Problem_EachKind_IsNamed(string first, string second, RejectionReason? reason) =>
        Assert.Equal(reason, (Pair() with { First = first, Second = second }).Problem);

    [Fact]
    public void ImageDirOf_ManifestThatIsNone_SaysWhatToDo()
    {
        folder.Write(PairSet.ManifestName, "{\"image_dir\": 7}");

        Assert.Contains("--image-dir", Assert.Throws<DataException>(() => PairSet.ImageDirOf(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", ".")]
    [InlineData("{\"image_dir\": \"../pictures\"}", "../pictures")]
    public void ImageDirOf_Manifest_IsRelativeToTheSet(string manifest, string expected)
    {
        folder.Write(PairSet.ManifestName, manifest);

        Assert.Equal(System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.Path, expected)).TrimEnd('/'), PairSet.ImageDirOf(folder.Path).TrimEnd('/'));
    }

    private static ComparisonRecord Pair() => new()
    {
        Id = "7",
        Images = ["a.png"],
        Turns = [new Turn(Speaker.Human, "<image>\nWhat is it?"), new Turn(Speaker.Gpt, "A cat."), new Turn(Speaker.Human, "Which colour?")],
        Reference = "Black.",
        First = "Grey & \"white\".",
        Second = "Black.",
        Source = "cats",
    };
}
