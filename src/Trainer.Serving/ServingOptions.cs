namespace Trainer.Serving;

/// <summary>How much a server takes on.</summary>
public sealed record ServingOptions
{
    /// <summary>Most requests that are answered together.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Most requests that are here at once, waiting or being answered; the next one is told to come back.</summary>
    public int MostRequests { get; init; } = 64;

    /// <summary>Largest body of a request in bytes, pictures included.</summary>
    public long LargestBody { get; init; } = 20L << 20;

    /// <summary>Most pictures of a request.</summary>
    public int MostPictures { get; init; } = 8;

    /// <summary>Most pixels of a picture.</summary>
    public long MostPixels { get; init; } = 50_000_000;

    /// <summary>Longest side of a picture in pixels: models pad pictures to squares.</summary>
    public int LongestSide { get; init; } = 8192;

    /// <summary>Tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Is told of failures that are not the client's.</summary>
    public TextWriter Log { get; init; } = TextWriter.Null;
}
