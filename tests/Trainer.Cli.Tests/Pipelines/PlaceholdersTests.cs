using Trainer.Cli.Pipelines;

namespace Trainer.Cli.Tests.Pipelines;

public sealed class PlaceholdersTests
{
    private static readonly Placeholders Places = new Placeholders(new Dictionary<string, string> { ["out"] = "my runs", ["seed"] = "5" })
        .With(new KeyValuePair<string, string>("model", "{out}/sft"));

    [Theory]
    [InlineData("--model {model}/model seed={seed}", "--model my runs/sft/model seed=5")]
    [InlineData("[{path: {out}/a, format: x}]", "[{path: my runs/a, format: x}]")]
    [InlineData("{{out}} and {{question}}", "{out} and {question}")]
    public void Fill_Names_AreReplacedAndOtherBracesStay(string text, string filled) => Assert.Equal(filled, Places.Fill(text));

    [Fact]
    public void Fill_UnknownName_ListsTheKnownOnes() => Assert.Equal(
        "uses {modle}, which means nothing here. Known: {out}, {seed}, {model}; {{modle}} is left as {modle}.",
        Assert.Throws<FormatException>(() => Places.Fill("{modle}")).Message);

    [Fact]
    public void With_MeaningThatNamesItself_IsRefused() =>
        Assert.Throws<FormatException>(() => Places.With(new KeyValuePair<string, string>("x", "{x}")));

    [Fact]
    public void Words_PlaceholderAlone_IsAsManyWordsAsItsMeaning()
    {
        var several = new Dictionary<string, string> { ["change"] = "a.b=1 c.d='{out}/x y'", ["none"] = "" };

        Assert.Equal(["run", "a.b=1", "c.d=my runs/x y", "my runs"], Places.Words("run {change} {none} {out}", several));
    }
}
