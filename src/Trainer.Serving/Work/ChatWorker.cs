using Trainer.Serving.Models;

namespace Trainer.Serving.Work;

/// <summary>The one thread on which models compute: it takes what waits, and answers together what can be.</summary>
internal sealed class ChatWorker : IDisposable
{
    private readonly ServingOptions options;
    private readonly ChatQueue queue;
    private readonly Thread thread;
    private long lastBatch;

    /// <summary>Begins to work.</summary>
    internal ChatWorker(ChatQueue queue, ServingOptions options)
    {
        this.queue = queue;
        this.options = options;
        thread = new Thread(Work) { Name = "answers", IsBackground = true };
        thread.Start();
    }

    /// <summary>How long the last batch took: after as long, places will be free.</summary>
    internal TimeSpan LastBatch => new(Interlocked.Read(ref lastBatch));

    /// <summary>Ends when the batch at work has ended.</summary>
    public void Dispose()
    {
        queue.Close();
        thread.Join();
    }

    private void Work()
    {
        while (queue.Take(options.BatchSize) is { Count: > 0 } jobs)
        {
            long started = options.Clock.GetTimestamp();
            Answer(jobs);
            Interlocked.Exchange(ref lastBatch, options.Clock.GetElapsedTime(started).Ticks);
        }
    }

    /// <summary>Whatever a model throws belongs to the requests it was thrown for, and not to the server.</summary>
    private void Answer(IReadOnlyList<ChatJob> jobs)
    {
        try
        {
            IReadOnlyList<ChatAnswer> answers = jobs[0].Model.Answer(jobs, jobs[0].Decoding);
            for (int i = 0; i < jobs.Count; i++)
            {
                jobs[i].Complete(answers[i]);
            }
        }
        catch (Exception) when (jobs.Count > 1)
        {
            // One request must not spoil its neighbours: each is tried alone. What was streamed already comes out again, and is not sent twice.
            foreach (ChatJob job in jobs.Where(job => !job.IsAbandoned))
            {
                Answer([job]);
            }
        }
        catch (Exception error)
        {
            options.Log.WriteLine($"A request failed: {error.Message}");
            jobs[0].Fail(error);
        }
    }
}
