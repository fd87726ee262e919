using Trainer.Data.Statistics;

namespace Trainer.Data.Tests.Statistics;

public sealed class FrequentTextsTests
{
    [Fact]
    public void Top_FewTexts_IsExact()
    {
        FrequentTexts texts = Of(3, "no", "yes", "no", "two", "yes", "no");

        Assert.Equal([new("no", 3), new("yes", 2)], texts.Top(2));
        Assert.Equal(["no", "yes"], texts.Top(9, atLeast: 2).Select(item => item.Key));
        Assert.Equal(0, texts.Missed);
    }

    [Fact]
    public void Top_EqualCounts_StandInTheOrderOfTheirLetters() => Assert.Equal(["a", "b"], Of(3, "b", "a").Top(3).Select(item => item.Key));

    /// <summary>a twice, b once, then c finds both places taken: everybody loses one.</summary>
    [Fact]
    public void Add_MoreTextsThanPlaces_LowersAllCountsByOne()
    {
        FrequentTexts texts = Of(2, "a", "a", "b", "c");

        Assert.Equal([new("a", 1)], texts.Top(9));
        Assert.Equal(1, texts.Missed);
    }

    [Fact]
    public void Top_ManyTexts_CountsAreTooLowByNoMoreThanMissed()
    {
        var random = new Random(1);
        string[] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => $"{(int)Math.Exp(7 * random.NextDouble())}")];
        FrequentTexts texts = Of(100, drawn);
        Dictionary<string, long> exact = drawn.GroupBy(text => text).ToDictionary(group => group.Key, group => group.LongCount());

        Assert.All(texts.Top(100), item => Assert.InRange(item.Value, exact[item.Key] - texts.Missed, exact[item.Key]));
        Assert.All(exact.Where(item => item.Value > texts.Missed), item => Assert.Contains(texts.Top(100), kept => kept.Key == item.Key));
        Assert.InRange(texts.Missed, 1, drawn.Length / 101);
    }

    [Fact]
    public void Add_VeryLongText_IsNotKept() => Assert.Empty(Of(2, new string('a', 1001)).Top(1));

    private static FrequentTexts Of(int capacity, params string[] all)
    {
        var texts = new FrequentTexts(capacity);
        Array.ForEach(all, texts.Add);
        return texts;
    }
}
