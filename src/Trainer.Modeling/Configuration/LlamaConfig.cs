namespace Trainer.Modeling.Configuration;

/// <summary>Sizes and constants of a Llama-family decoder. The defaults are those that an absent key of config.json means.</summary>
public sealed record LlamaConfig
{
    /// <summary>Rows of the token table.</summary>
    public int VocabularySize { get; init; } = 32000;

    /// <summary>Width of the residual stream.</summary>
    public int HiddenSize { get; init; } = 4096;

    /// <summary>Width inside the feed-forward block.</summary>
    public int IntermediateSize { get; init; } = 11008;

    /// <summary>Number of blocks.</summary>
    public int Layers { get; init; } = 32;

    /// <summary>Query heads of each attention.</summary>
    public int Heads { get; init; } = 32;

    /// <summary>Key and value heads; fewer than <see cref="Heads"/> under grouped-query attention.</summary>
    public int KeyValueHeads { get; init; } = 32;

    /// <summary>Features of one head; 0 stands for hidden size over heads.</summary>
    public int ExplicitHeadDim { get; init; }

    /// <summary>Longest sequence the rotary tables serve.</summary>
    public int MaxPositions { get; init; } = 2048;

    /// <summary>Added inside the root of the normalisation.</summary>
    public double RmsNormEpsilon { get; init; } = 1e-6;

    /// <summary>Base of the rotary frequencies.</summary>
    public double RopeTheta { get; init; } = 10000;

    /// <summary>Linear rotary scaling: positions are divided by this; 1 is none.</summary>
    public double RopeScaling { get; init; } = 1;

    /// <summary>Whether the output projection is the token table.</summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Token that begins a sequence.</summary>
    public int BosTokenId { get; init; } = 1;

    /// <summary>Token that ends an answer.</summary>
    public int EosTokenId { get; init; } = 2;

    /// <summary>Token that fills short rows.</summary>
    public int PadTokenId { get; init; }

    /// <summary>Features of one head.</summary>
    public int HeadDim => ExplicitHeadDim > 0 ? ExplicitHeadDim : HiddenSize / Heads;
}
