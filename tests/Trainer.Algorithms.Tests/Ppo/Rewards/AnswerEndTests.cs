using Trainer.Algorithms.Ppo.Rewards;

namespace Trainer.Algorithms.Tests.Ppo.Rewards;

public sealed class AnswerEndTests
{
    private const long Eos = 2;
    private const long ImageToken = -200;

    [Fact]
    public void Find_GoldenAnswersWithQuestionMarks_AreCutWhereTheReleasedCodeCuts()
    {
        var golden = GoldenPpo.Of("seq.truncate_eos_pad");
        long[][] answers = GoldenPpo.Rows(golden.Input("completions"));
        var end = new AnswerEnd(Eos, [.. golden.Input("additional_tokens").EnumerateArray().Select(id => id.GetInt64())]);

        Assert.Equal(GoldenPpo.Rows(golden.Output("out")), answers.Select(answer => Padded(answer, end)));
        Assert.Equal(golden.Output("has_stop_token").EnumerateArray().Select(flag => flag.GetBoolean()), answers.Select(answer => end.Find(answer).HasEnd));
    }

    [Fact]
    public void Find_GoldenAnswers_AreCutAfterTheEnd()
    {
        var padded = GoldenPpo.Of("seq.truncate_eos_pad.noextra");
        var bare = GoldenPpo.Of("seq.truncate_eos");
        var end = new AnswerEnd(Eos, []);

        Assert.Equal(GoldenPpo.Rows(padded.Output("out")), GoldenPpo.Rows(padded.Input("completions")).Select(answer => Padded(answer, end)));
        Assert.Equal(
            GoldenPpo.Rows(bare.Output("out")),
            GoldenPpo.Rows(bare.Input("completions")).Select(row => row.Where(id => id != ImageToken).ToArray()).Select(row => row[..end.Find(row).Tokens]));
    }

    [Theory]
    [InlineData(new long[] { 5, 2, 7, 2 }, 2, true)]
    [InlineData(new long[] { 5, 6, 7 }, 3, false)]
    [InlineData(new long[] { }, 0, false)]
    public void Find_ByHand_KeepsUpToTheFirstEnd(long[] answer, int tokens, bool hasEnd) =>
        Assert.Equal(new AnswerCut(tokens, hasEnd), new AnswerEnd(Eos, []).Find(answer));

    [Fact]
    public void Find_WhatWasCut_CutsNoFurther()
    {
        var end = new AnswerEnd(Eos, [1577, 29973]);
        long[] answer = [5, 1577, 6, 29973, 2];

        AnswerCut cut = end.Find(answer);

        Assert.Equal(cut, end.Find(answer.AsSpan(0, cut.Tokens)));
    }

    private static long[] Padded(long[] answer, AnswerEnd end) =>
        [.. answer.Select((id, slot) => slot < end.Find(answer).Tokens ? id : 0)];
}
