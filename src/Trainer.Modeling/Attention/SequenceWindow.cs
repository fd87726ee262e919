using Trainer.Torch;

namespace Trainer.Modeling.Attention;

/// <summary>Which keys of each row are real, and which positions its tokens have.</summary>
public sealed record SequenceWindow
{
    /// <summary>Every token is real and positions count from 0.</summary>
    public static SequenceWindow Full { get; } = new();

    /// <summary>First real key of each row, Int64 [batch] on the processor; none: 0. Left padding lies before it.</summary>
    public Tensor? Starts { get; init; }

    /// <summary>End of each row's real keys, Int64 [batch] on the processor; none: all. Right padding lies behind it.</summary>
    public Tensor? Ends { get; init; }

    /// <summary>Continuations that share a prefix within a row; none: each row is one text. They need <see cref="Positions"/>.</summary>
    public Branches? Branches { get; init; }

    /// <summary>
    /// Tokens whose states somebody reads, Int64 [wanted] among the batch · length tokens, on the model's device; none: all.
    /// Other tokens are only attended to, so the last block's feed-forward network and all that follows leave them out.
    /// </summary>
    public Tensor? Wanted { get; init; }

    /// <summary>The row of the cache that holds each key of a row, Int64 [batch, keys] on the processor; none: its own.</summary>
    public Tensor? Sources { get; init; }

    /// <summary>Rotary position of each token, Int64 [batch, length]; none: 0 to length − 1.</summary>
    public Tensor? Positions { get; init; }
}
