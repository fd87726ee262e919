using Trainer.Data.Text;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Data.Batches;

/// <summary>Conversations of different lengths as one block, padded on the right.</summary>
public sealed class ConversationBatch : IBatch
{
    /// <summary>Label of a place that nothing is learnt from.</summary>
    public const long Ignored = TokenizedConversation.Ignored;

    /// <summary>Token identifiers, [batch, time] Int64. Padding stands beyond <see cref="Ends"/>.</summary>
    public required Tensor TokenIds { get; init; }

    /// <summary>The token at the same place, or <see cref="Ignored"/>, [batch, time] Int64. Not shifted: place t is predicted from place t − 1.</summary>
    public required Tensor Labels { get; init; }

    /// <summary>Place of each row's first token, [batch] Int64.</summary>
    public required Tensor Starts { get; init; }

    /// <summary>Place after each row's last token, [batch] Int64.</summary>
    public required Tensor Ends { get; init; }

    /// <summary>Factor of each row's loss, [batch] Float32.</summary>
    public required Tensor Weights { get; init; }

    /// <summary>The pictures of all rows in the order of their image tokens, [pictures, 3, size, size] Float32; null where there are none.</summary>
    public required Tensor? Pixels { get; init; }

    /// <summary>What is asked about each picture; null where the model's vision side does not read it.</summary>
    public Instructions? Instructions { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> RecordIds { get; init; }

    /// <summary>Where each row's record came from, [batch]; null where it doesn't say.</summary>
    public required IReadOnlyList<string?> Sources { get; init; }

    /// <inheritdoc/>
    public int Samples => RecordIds.Count;

    /// <inheritdoc/>
    public required long Tokens { get; init; }

    /// <summary>Number of labels that are not <see cref="Ignored"/>.</summary>
    public required long LabelCount { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        TokenIds.Dispose();
        Labels.Dispose();
        Starts.Dispose();
        Ends.Dispose();
        Weights.Dispose();
        Pixels?.Dispose();
        Instructions?.Dispose();
    }
}
