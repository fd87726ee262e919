using Trainer.Decoding.Strategies;

namespace Trainer.Decoding.Tests.Strategies;

public sealed class BestContinuationsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void ToArray_OfferedInAnyOrder_AreTheFirstOfAllSorted(int capacity)
    {
        var random = new Random(capacity);

        // So few different sums that many are equal: of those, the first offered comes first.
        Continuation[] offered = [.. Enumerable.Range(0, 30).Select(i => new Continuation(i % 5, i, random.Next(6)))];
        var best = new BestContinuations(capacity);
        foreach (Continuation one in offered)
        {
            best.Offer(one);
        }

        Assert.Equal(offered.OrderByDescending(one => one.Sum).Take(capacity), best.ToArray());
    }
}
