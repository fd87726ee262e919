using Trainer.Cli.Pipelines;

namespace Trainer.Cli.Tests.Pipelines;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("run a.yaml  seed=5\n", new[] { "run", "a.yaml", "seed=5" })]
    [InlineData("x 'a b' \"c d\"", new[] { "x", "a b", "c d" })]
    [InlineData("data.datasets='[{path: x}]'", new[] { "data.datasets=[{path: x}]" })]
    [InlineData("say \"it's\" ''", new[] { "say", "it's", "" })]
    [InlineData("  ", new string[0])]
    public void Split_Line_GivesTheWordsOfAShell(string line, string[] words) => Assert.Equal(words, CommandWords.Split(line));

    [Fact]
    public void Split_OpenQuote_IsRefused() => Assert.Contains("never closed", Assert.Throws<FormatException>(() => CommandWords.Split("run 'a b")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("a b\tc")]
    [InlineData("it's \"so\"")]
    [InlineData("'")]
    public void Join_AnyWord_IsSplitBackToIt(string word) => Assert.Equal(["x", word, "y"], CommandWords.Split(CommandWords.Join(["x", word, "y"])));
}
