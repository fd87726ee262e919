using Trainer.Cli.Pipelines;

namespace Trainer.Cli.Tests.Pipelines;

public sealed class PlaceholdersTests
{
    private static readonly Placeholders Outer = new(new Dictionary<string, string> { ["out"] = "my runs", ["seed"] = "5" });
    private static readonly Placeholders Places = Around("model", "{out}/sft");

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
    public void Fill_MeaningThatNamesItself_IsRefused() => Assert.Throws<FormatException>(() => Around("x", "{x}").Fill("{x}"));

    [Fact]
    public void Fill_MeaningThatIsNotUsed_MayNameAnything() => Assert.Equal("5", Around("x", "{nowhere}").Fill("{seed}"));

    [Theory]
    [InlineData("a.b=1 c.d='{out}/x y'", new[] { "run", "a.b=1", "c.d=my runs/x y", "my runs" })]
    [InlineData("", new[] { "run", "my runs" })]
    public void Words_NameOfOnesOwnAlone_IsAsManyWordsAsItsMeaning(string change, string[] words) =>
        Assert.Equal(words, Around("change", change).Words("run {change} {out}"));

    private static Placeholders Around(string name, string meaning) => new(new Dictionary<string, string> { [name] = meaning }, Outer);
}
