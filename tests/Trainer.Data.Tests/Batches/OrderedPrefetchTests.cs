using Trainer.Data.Batches;

namespace Trainer.Data.Tests.Batches;

public sealed class OrderedPrefetchTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    [InlineData(3, 16)]
    public void TryNext_AnyWorkers_KeepsTheOrder(int workers, int ahead)
    {
        using var prefetch = new OrderedPrefetch<int, Box>(Enumerable.Range(0, 200), value => new Box(value), new(workers, ahead));

        Assert.Equal(Enumerable.Range(0, 200), Drain(prefetch));
    }

    [Fact]
    public void TryNext_SlowConsumer_TakesNoMoreItemsThanAllowed()
    {
        var taken = 0;
        using var prefetch = new OrderedPrefetch<int, Box>(
            Enumerable.Range(0, 100).Select(value => { taken++; return value; }), value => new Box(value), new(Workers: 2, Ahead: 3));

        prefetch.TryNext(out _);

        Assert.Equal(4, taken);
    }

    [Fact]
    public void TryNext_FailedWork_ThrowsAtItsTurnAndGoesOn()
    {
        using var prefetch = new OrderedPrefetch<int, Box>(
            Enumerable.Range(0, 3), value => value == 1 ? throw new DataException("record 1") : new Box(value), new(Workers: 2));

        Assert.True(prefetch.TryNext(out Box? first));
        Assert.Equal("record 1", Assert.Throws<DataException>(() => prefetch.TryNext(out _)).Message);
        Assert.True(prefetch.TryNext(out Box? third));
        Assert.Equal((0, 2), (first!.Value, third!.Value));
    }

    [Fact]
    public void Dispose_UntakenResults_AreDisposed()
    {
        var made = new List<Box>();
        var prefetch = new OrderedPrefetch<int, Box>(Enumerable.Range(0, 10), value => Add(made, new Box(value)), new(Workers: 1, Ahead: 5));
        prefetch.TryNext(out Box? first);

        prefetch.Dispose();

        Assert.False(first!.IsDisposed);
        Assert.All(made.Where(box => box != first), box => Assert.True(box.IsDisposed));
    }

    private static Box Add(List<Box> made, Box box)
    {
        made.Add(box);
        return box;
    }

    private static IEnumerable<int> Drain(OrderedPrefetch<int, Box> prefetch)
    {
        while (prefetch.TryNext(out Box? box))
        {
            yield return box!.Value;
        }
    }

    private sealed class Box(int value) : IDisposable
    {
        public int Value => value;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
