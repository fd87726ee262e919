namespace Trainer.Data.Images;

/// <summary>How large a picture may be. Checked before any pixel is decoded, so that a hostile file costs nothing.</summary>
public sealed record ImageLimits
{
    /// <summary>Most bytes of a file.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>Most pixels.</summary>
    public long MaxPixels { get; init; } = 100_000_000;
}
