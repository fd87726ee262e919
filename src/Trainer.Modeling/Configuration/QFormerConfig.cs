namespace Trainer.Modeling.Configuration;

/// <summary>Sizes and constants of a Q-Former: a BERT encoder whose learnt queries read a picture (arXiv:2301.12597).</summary>
public sealed record QFormerConfig
{
    /// <summary>Learnt queries, and so image tokens of one picture.</summary>
    public int Queries { get; init; } = 32;

    /// <summary>Width of the residual stream.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Width inside the feed-forward blocks.</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>Number of blocks.</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Every so many blocks, from the first on, queries look at the picture.</summary>
    public int CrossAttentionFrequency { get; init; } = 2;

    /// <summary>Added to the variance of the normalisations.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Whether the queries read the instruction as well (InstructBLIP), by word embeddings and feed-forward blocks of its own.</summary>
    public bool ReadsInstruction { get; init; }

    /// <summary>Rows of the instruction's table of words.</summary>
    public int VocabularySize { get; init; } = 30523;

    /// <summary>Most tokens of an instruction.</summary>
    public int MaxPositions { get; init; } = 512;
}
