namespace Trainer.Decoding;

/// <summary>What is put to the model: token ids with expanded image tokens, and the pictures behind them.</summary>
/// <param name="TokenIds">Expanded ids.</param>
/// <param name="Pixels">Pictures one after the other, normalised, each 3 · size · size numbers; empty without pictures.</param>
public sealed record Prompt(long[] TokenIds, float[] Pixels)
{
    /// <summary>What is asked about each picture, for models whose vision side reads it; empty for all others.</summary>
    public IReadOnlyList<long[]> Instructions { get; init; } = [];
}

/// <summary>Why an answer ended.</summary>
public enum FinishReason
{
    /// <summary>A stop token or stop string came.</summary>
    Stop,

    /// <summary>The most tokens were reached.</summary>
    Length,
}

/// <summary>One answer.</summary>
/// <param name="TokenIds">Its tokens, without the stop token.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record Generation(long[] TokenIds, FinishReason Reason);
