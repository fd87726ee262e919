using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Data.Batches;

/// <summary>
/// Pairs of answers as one block, padded on the right. Either each row holds a prompt and both answers behind it, which share one
/// reading of prompt and pictures; or the first half of the rows holds the prompts with the chosen answers, the second half with the rejected ones.
/// </summary>
public sealed class PreferenceBatch : IBatch
{
    /// <summary>Token identifiers, [rows, time] Int64. Padding stands beyond <see cref="Ends"/>.</summary>
    public required Tensor TokenIds { get; init; }

    /// <summary>Place after each row's last token, [rows] Int64.</summary>
    public required Tensor Ends { get; init; }

    /// <summary>How rows hold both answers; null where each holds one.</summary>
    public required SharedPrefix? Shared { get; init; }

    /// <summary>Place after the last token of each chosen answer, in the first <see cref="Samples"/> rows, [pairs] Int64.</summary>
    public required Tensor ChosenEnds { get; init; }

    /// <summary>Scored tokens of the better answers.</summary>
    public required AnswerLabels Chosen { get; init; }

    /// <summary>Scored tokens of the worse answers.</summary>
    public required AnswerLabels Rejected { get; init; }

    /// <summary>The pictures of all pairs in the order of their image tokens, [pictures, 3, size, size] Float32; null where there are none.</summary>
    public required Tensor? Pixels { get; init; }

    /// <summary>The same pictures made to show less; null where there are none or nobody asked.</summary>
    public required Tensor? WeakPixels { get; init; }

    /// <summary>What is asked about each picture; null where the model's vision side does not read it.</summary>
    public Instructions? Instructions { get; init; }

    /// <summary>What each pair is known by, [pairs].</summary>
    public required IReadOnlyList<UInt128> Keys { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> RecordIds { get; init; }

    /// <inheritdoc/>
    public int Samples => RecordIds.Count;

    /// <inheritdoc/>
    public required long Tokens { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        TokenIds.Dispose();
        Ends.Dispose();
        ChosenEnds.Dispose();
        Shared?.Dispose();
        Pixels?.Dispose();
        Instructions?.Dispose();
        WeakPixels?.Dispose();
    }
}

/// <summary>How rows hold a prompt and both answers: prompt, chosen answer, rejected answer, padding.</summary>
/// <param name="Positions">Place of each token in its own text, [rows, time] Int64: both answers count on from the prompt.</param>
/// <param name="PrefixEnds">Place after each prompt's last token, [rows] Int64.</param>
/// <param name="BranchStarts">
/// Where the answer that a token belongs to begins, [rows, time] Int64; the end of the prompt for the prompt's own tokens and for padding.
/// </param>
public sealed record SharedPrefix(Tensor Positions, Tensor PrefixEnds, Tensor BranchStarts) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Positions.Dispose();
        PrefixEnds.Dispose();
        BranchStarts.Dispose();
    }
}
