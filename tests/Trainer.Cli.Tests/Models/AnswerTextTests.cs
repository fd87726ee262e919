using Trainer.Cli.Models;
using Trainer.Cli.Tests.Serving;

namespace Trainer.Cli.Tests.Models;

/// <summary>What is told of a growing answer is never taken back.</summary>
public sealed class AnswerTextTests : IDisposable
{
    private readonly LoadedModel model = LoadedModel.Open(TinyServer.Folder);

    public void Dispose() => model.Dispose();

    [Theory]
    [InlineData("A cat. A dog.", "A cat. A dog.", null)]
    [InlineData("A cat. A dog.", "A cat", ". A")]
    [InlineData("A cat. A dog.", "A cat. A dog.", ". Z")]
    [InlineData("aaab", "a", "aab")]
    [InlineData("Grün, 雨 und 😀!", "Grün, 雨 und 😀!", null)]
    [InlineData("  spaces around  ", "spaces around", null)]
    [InlineData("one two", "", "one")]
    public void SoFar_EachStep_IsTheBeginningOfWhatFollows(string answer, string expected, string? stop)
    {
        var text = new AnswerText(model.Dialogue, stop is null ? [] : [stop]);
        long[] tokens = model.Dialogue.Tokenizer.Encode(answer)[1..];

        string[] told = [.. Enumerable.Range(0, tokens.Length + 1).Select(count => text.SoFar(tokens[..count]))];

        Assert.Equal(expected, text.Of(tokens));
        Assert.All(told.Zip(told.Skip(1).Append(expected)), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.DoesNotContain(told, part => part.Contains('\uFFFD'));
    }

    [Fact]
    public void SoFar_BehindTheEnd_SaysNothingMore()
    {
        var text = new AnswerText(model.Dialogue, []);
        long[] cat = model.Dialogue.Tokenizer.Encode("A cat.")[1..];

        Assert.Equal("A cat.", text.SoFar([.. cat, model.Dialogue.Tokenizer.EosId, .. cat]));
    }
}
