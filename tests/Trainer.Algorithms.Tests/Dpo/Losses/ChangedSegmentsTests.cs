using Trainer.Algorithms.Dpo.Losses;

namespace Trainer.Algorithms.Tests.Dpo.Losses;

public sealed class ChangedSegmentsTests
{
    [Theory]
    [InlineData(new long[] { 1, 2, 3, 4 }, new long[] { 1, 9, 3, 4 }, "0100", "0100")] // one word replaced
    [InlineData(new long[] { 1, 2, 3 }, new long[] { 1, 2, 7, 8, 3 }, "000", "00110")] // words inserted
    [InlineData(new long[] { 1, 2, 3, 4, 5 }, new long[] { 1, 5 }, "01110", "00")] // words removed
    [InlineData(new long[] { 1, 2 }, new long[] { 1, 2 }, "00", "00")]
    [InlineData(new long[] { 1, 2 }, new long[] { 3, 4 }, "11", "11")]
    [InlineData(new long[] { }, new long[] { 3 }, "", "1")]
    public void Find_Answers_MarksWhereTheyDiffer(long[] chosen, long[] rejected, string changedChosen, string changedRejected)
    {
        ChangedTokens changed = ChangedSegments.Find(chosen, rejected);

        Assert.Equal(changedChosen, Text(changed.Chosen));
        Assert.Equal(changedRejected, Text(changed.Rejected));
    }

    [Fact]
    public void Find_SwappedAnswers_SwapsMarks()
    {
        long[] chosen = [1, 2, 3, 4, 2, 6];
        long[] rejected = [1, 3, 3, 4, 6, 6, 8];

        ChangedTokens straight = ChangedSegments.Find(chosen, rejected);
        ChangedTokens swapped = ChangedSegments.Find(rejected, chosen);

        // Which of two equal tokens is kept may differ, how many are may not.
        Assert.Equal(straight.Chosen.Count(isChanged => isChanged), swapped.Rejected.Count(isChanged => isChanged));
        Assert.Equal(2, straight.Chosen.Count(isChanged => isChanged));
        Assert.Equal(3, straight.Rejected.Count(isChanged => isChanged));
    }

    [Fact]
    public void Weights_Changed_AreGamma() => Assert.Equal([1f, 5f], ChangedSegments.Weights([false, true], 5));

    private static string Text(bool[] changed) => string.Concat(changed.Select(isChanged => isChanged ? '1' : '0'));
}
