namespace Trainer.Evaluation.Judges;

/// <summary>Spreads the beginnings of requests evenly, so that no minute has more than it may.</summary>
/// <param name="perMinute">Most requests of a minute; 0: any number.</param>
/// <param name="time">The clock.</param>
internal sealed class Pace(int perMinute, TimeProvider time)
{
    private readonly Lock gate = new();
    private DateTimeOffset next = DateTimeOffset.MinValue;

    /// <summary>Waits for the next free place.</summary>
    internal Task WaitAsync(CancellationToken cancellation) => perMinute == 0 ? Task.CompletedTask : Take() is var wait && wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellation) : Task.CompletedTask;

    private TimeSpan Take()
    {
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            DateTimeOffset place = next > now ? next : now;
            next = place + TimeSpan.FromMinutes(1.0 / perMinute);
            return place - now;
        }
    }
}
