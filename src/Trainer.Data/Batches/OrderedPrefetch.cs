using System.Collections.Concurrent;

namespace Trainer.Data.Batches;

/// <summary>
/// Does work on background threads and hands the results out in the order of the items. At most a stated number of results is in
/// work or waiting, so a slow consumer never fills the memory.
/// </summary>
/// <typeparam name="TItem">What is worked on.</typeparam>
/// <typeparam name="TResult">What comes of it; disposed when nobody takes it.</typeparam>
public sealed class OrderedPrefetch<TItem, TResult> : IDisposable
    where TResult : IDisposable
{
    private readonly IEnumerator<TItem> items;
    private readonly Func<TItem, TResult> work;
    private readonly int ahead;
    private readonly BlockingCollection<Task<TResult>> queue = [];
    private readonly Queue<Task<TResult>> pending = new();
    private readonly Thread[] workers;

    /// <summary>Starts the threads.</summary>
    /// <param name="items">Taken one by one, on the consumer's thread, as room becomes free.</param>
    /// <param name="work">Runs on any of the threads, several at once.</param>
    /// <param name="options">Number of threads, and how far they work ahead.</param>
    public OrderedPrefetch(IEnumerable<TItem> items, Func<TItem, TResult> work, PrefetchOptions options)
    {
        this.items = items.GetEnumerator();
        this.work = work;
        ahead = Math.Max(1, options.Ahead);
        workers = [.. Enumerable.Range(0, Math.Max(1, options.Workers)).Select(StartWorker)];
    }

    /// <summary>The result of the next item, once it is ready.</summary>
    /// <returns>False after the last item.</returns>
    /// <exception cref="Exception">What the work on this item threw, as it was thrown.</exception>
    public bool TryNext(out TResult? result)
    {
        Fill();
        bool hasNext = pending.TryDequeue(out Task<TResult>? next);
        result = hasNext ? next!.GetAwaiter().GetResult() : default;
        Fill();
        return hasNext;
    }

    /// <summary>Stops: work that was not begun is dropped, work in progress is waited for, and results that nobody took are disposed.</summary>
    public void Dispose()
    {
        queue.CompleteAdding();
        while (queue.TryTake(out _))
        {
            // What stays in the queue would be worked on in vain.
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        foreach (Task<TResult> left in pending.Where(task => task.IsCompletedSuccessfully))
        {
            left.Result.Dispose();
        }

        pending.Clear();
        queue.Dispose();
        items.Dispose();
    }

    private void Fill()
    {
        while (pending.Count < ahead && items.MoveNext())
        {
            TItem item = items.Current;
            var task = new Task<TResult>(() => work(item));
            pending.Enqueue(task);
            queue.Add(task);
        }
    }

    private Thread StartWorker(int index)
    {
        var thread = new Thread(Work) { IsBackground = true, Name = $"data {index}" };
        thread.Start();
        return thread;
    }

    private void Work()
    {
        foreach (Task<TResult> task in queue.GetConsumingEnumerable())
        {
            task.RunSynchronously();
        }
    }
}
