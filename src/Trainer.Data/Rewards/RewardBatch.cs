using Trainer.Data.Batches;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Data.Rewards;

/// <summary>Answers to score as one block, padded on the left, so that every row ends in the token at which its score is read.</summary>
public sealed class RewardBatch : IBatch
{
    /// <summary>Token identifiers, [answers · samples, time] Int64: the first answer of every sample, then the second of every sample.</summary>
    public required Tensor TokenIds { get; init; }

    /// <summary>Place of each row's first token, [answers · samples] Int64. Padding stands before it.</summary>
    public required Tensor Starts { get; init; }

    /// <summary>Answers of each sample: 2 for pairs.</summary>
    public required int AnswersEach { get; init; }

    /// <summary>The pictures of all samples in the order of their image tokens, once for all answers, [pictures, 3, size, size] Float32; null where there are none.</summary>
    public required Tensor? Pixels { get; init; }

    /// <summary>What is asked about each picture; null where nothing reads it.</summary>
    public Instructions? Instructions { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> RecordIds { get; init; }

    /// <summary>Whether each pair's file lists the better answer second, [samples]; empty where that is not known.</summary>
    public IReadOnlyList<bool> BetterIsSecond { get; init; } = [];

    /// <inheritdoc/>
    public int Samples => RecordIds.Count;

    /// <inheritdoc/>
    public required long Tokens { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        TokenIds.Dispose();
        Starts.Dispose();
        Pixels?.Dispose();
        Instructions?.Dispose();
    }
}
