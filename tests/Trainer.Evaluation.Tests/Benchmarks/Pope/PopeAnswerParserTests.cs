using System.Text.Json;
using Trainer.Evaluation.Benchmarks.Pope;

namespace Trainer.Evaluation.Tests.Benchmarks.Pope;

public sealed class PopeAnswerParserTests
{
    private static readonly JsonElement[] Rows = [.. Fixture.Read("pope.json").GetProperty("answer_parsing").GetProperty("rows").EnumerateArray()];

    [Theory]
    [InlineData("opera", "opera")]
    [InlineData("rucaibox", "official_pope")]
    public void SaysYes_OddAnswers_AgreesWithTheReference(string parser, string column) => Assert.All(Rows, row =>
    {
        bool expected = row.GetProperty(column).GetString() == "yes";
        Assert.Equal(expected, Says(parser, row, label: true));
        Assert.Equal(expected, Says(parser, row, label: false));
    });

    [Fact]
    public void SaysYes_OddAnswersUnderLlavaAlign_IsRightWhereTheReferenceIs() => Assert.All(Rows, row =>
    {
        Assert.Equal(row.GetProperty("align_correct_if_label_yes").GetBoolean(), Says("llava_align", row, label: true));
        Assert.Equal(row.GetProperty("align_correct_if_label_no").GetBoolean(), !Says("llava_align", row, label: false));
    });

    [Fact]
    public void SaysYes_AnswersOfLlavaRlhf_AreReadByTheAuthorsRule()
    {
        JsonElement golden = Fixture.Read("llava-rlhf.json").GetProperty("eval.pope.parse");
        string[] read = [.. golden.GetProperty("inputs").GetProperty("texts").Texts().Select(text => PopeAnswerParsers.Default.SaysYes(text, label: true) ? "yes" : "no")];

        Assert.Equal(golden.GetProperty("outputs").GetProperty("parsed").Texts(), read);
    }

    [Fact]
    public void Rows_Fixture_IsWhole() => Assert.Equal(44, Rows.Length);

    [Fact]
    public void Default_Parser_IsThatOfTheAuthors() => Assert.Equal("rucaibox", PopeAnswerParsers.Default.Name);

    [Fact]
    public void ByName_Unknown_NamesTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(() => PopeAnswerParsers.ByName("oprea"));
        Assert.Contains("rucaibox, opera, llava_align", error.Message, StringComparison.Ordinal);
    }

    private static bool Says(string parser, JsonElement row, bool label) =>
        PopeAnswerParsers.ByName(parser).SaysYes(row.GetProperty("answer").GetString()!, label);
}
