namespace Trainer.Modeling.Configuration;

/// <summary>Sizes and constants of a CLIP vision transformer.</summary>
public sealed record ClipVisionConfig
{
    /// <summary>Width of the residual stream.</summary>
    public int HiddenSize { get; init; } = 1024;

    /// <summary>Width inside the feed-forward block.</summary>
    public int IntermediateSize { get; init; } = 4096;

    /// <summary>Number of blocks.</summary>
    public int Layers { get; init; } = 24;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init; } = 16;

    /// <summary>Height and width of the input in pixels.</summary>
    public int ImageSize { get; init; } = 336;

    /// <summary>Height and width of a patch in pixels.</summary>
    public int PatchSize { get; init; } = 14;

    /// <summary>Added to the variance of the normalisations.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>Activation of the feed-forward block: <c>quick_gelu</c> or <c>gelu</c>.</summary>
    public string HiddenActivation { get; init; } = "quick_gelu";

    /// <summary>Patches of one image.</summary>
    public int Patches => ImageSize / PatchSize * (ImageSize / PatchSize);
}
