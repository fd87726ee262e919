namespace Trainer.Recipes.Options;

/// <summary>How the processes of a run wait for each other. One process alone has no use for it.</summary>
public sealed record DistributedOptions : IValidatable
{
    // The sockets below count milliseconds in 31 bits.
    private const int LongestWait = 2_000_000;

    /// <summary>Seconds after which a process that waits for another one gives up. Must cover the longest evaluation, which only the first one does.</summary>
    public int TimeoutSeconds { get; init; } = 1800;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => Must.BeWithin(TimeoutSeconds, 1, LongestWait);
}
