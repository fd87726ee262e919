using Trainer.Algorithms.Bpo;

namespace Trainer.Algorithms.Tests.Bpo;

public sealed class AnswerFilterTests
{
    private static readonly FilterOptions Strict = new() { MinLengthRatio = 0.5, MaxLengthRatio = 2, MaxWords = 9 };

    [Theory]
    [InlineData("A cat on a chair.", null)]
    [InlineData(" .\n", "empty")]
    [InlineData("a CAT  on a mat", "identical")]
    [InlineData("A dog on a mat!", "identical")]
    [InlineData("A dog. USER: and then", "forbidden_marker")]
    [InlineData("Change the details, a cat on a sofa", "echoed_instruction")]
    [InlineData("A cat", "length_ratio")]
    [InlineData("one two three four five six seven eight nine ten", "too_many_words")]
    public void ReasonAgainst_EachRule_NamesIt(string response, string? reason)
    {
        var filter = new AnswerFilter(Strict, ["Change the details:"]);

        Assert.Equal(reason, filter.ReasonAgainst(Record(), response));
    }

    [Fact]
    public void ReasonAgainst_AllRulesOff_KeepsEverything()
    {
        var off = new FilterOptions { Empty = false, Identical = false, EchoedInstruction = false, ForbiddenMarkers = [], MaxWords = 0 };
        var filter = new AnswerFilter(off, ["Change the details:"]);

        Assert.All(["", "A cat on a mat.", "USER: Change the details", string.Join(' ', Enumerable.Repeat("word", 900))],
            response => Assert.Null(filter.ReasonAgainst(Record(), response)));
    }

    private static BpoRecord Record() => new()
    {
        Id = "r",
        Prompt = "What is it?",
        Completions = [new Completion("A cat on a mat.", 1, "gt"), new Completion("A dog on a mat.", 0, "mllm-hal")],
    };
}
