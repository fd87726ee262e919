namespace Trainer.Serving.Work;

/// <summary>Jobs in the order of their arrival.</summary>
internal sealed class ChatQueue
{
    private readonly object gate = new();
    private readonly List<ChatJob> waiting = [];
    private bool isClosed;

    /// <summary>Jobs that nobody has taken yet.</summary>
    internal int Count
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Adds a job.</summary>
    internal void Add(ChatJob job)
    {
        lock (gate)
        {
            waiting.Add(job);
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Ends the wait of whoever takes.</summary>
    internal void Close()
    {
        lock (gate)
        {
            isClosed = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>
    /// Waits for jobs and takes those that can be answered together with the one that came first. Whatever was abandoned is forgotten.
    /// </summary>
    /// <param name="most">Most jobs to take.</param>
    /// <returns>None when the queue is closed.</returns>
    internal IReadOnlyList<ChatJob> Take(int most)
    {
        lock (gate)
        {
            while (!isClosed && waiting.RemoveAll(job => job.IsAbandoned) >= 0 && waiting.Count == 0)
            {
                Monitor.Wait(gate);
            }

            ChatJob[] taken = isClosed ? [] : [.. waiting.Where(job => job.Key == waiting[0].Key).Take(most)];
            waiting.RemoveAll(taken.Contains);
            return taken;
        }
    }
}
