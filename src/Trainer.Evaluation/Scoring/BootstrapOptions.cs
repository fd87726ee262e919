namespace Trainer.Evaluation.Scoring;

/// <summary>How often and from which seed a bootstrap draws.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Draws; the ends of a 95 % interval settle to about a tenth of its width with 2000.</summary>
    public int Resamples { get; init; } = 2000;

    /// <summary>Share of the draws inside the interval, between 0 and 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Equal seeds give equal intervals.</summary>
    public ulong Seed { get; init; } = 17;
}
