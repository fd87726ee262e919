using Trainer.Modeling.Backbones;
using Trainer.Modeling.Backbones.Llava;
using Trainer.Modeling.Vision;

namespace Trainer.Modeling.Configuration;

/// <summary>The map from the vision tower's features to the language model's.</summary>
public enum ProjectorKind
{
    /// <summary>One linear layer (LLaVA-1, LLaVA-RLHF).</summary>
    Linear,

    /// <summary>Linear, exact GELU, linear (LLaVA-1.5).</summary>
    Mlp2xGelu,
}

/// <summary>How a picture that is not square meets a square input.</summary>
public enum ImageAspectRatio
{
    /// <summary>CLIP's own way: the shorter side is fitted and the longer one cropped around its centre.</summary>
    Square,

    /// <summary>The picture is padded to a square with the mean colour, so that nothing is lost.</summary>
    Pad,

    /// <summary>The picture is squeezed into the square, so that nothing is lost but its proportions.</summary>
    Stretch,
}

/// <summary>A LLaVA model, or one that is built alike: a vision tower, a projector and a language model.</summary>
public sealed record LlavaConfig
{
    /// <summary>What kind of tower and projector these are.</summary>
    public Backbone Family { get; init; } = LlavaBackbone.Instance;

    /// <summary>The language model.</summary>
    public LlamaConfig Text { get; init; } = new();

    /// <summary>The vision tower.</summary>
    public ClipVisionConfig Vision { get; init; } = new();

    /// <summary>The learnt queries between tower and projector, in families that have them.</summary>
    public QFormerConfig? QFormer { get; init; }

    /// <summary>What lies between them.</summary>
    public ProjectorKind Projector { get; init; } = ProjectorKind.Mlp2xGelu;

    /// <summary>Which entry of the tower's hidden states is read; −2 is the output of the last block but one.</summary>
    public int SelectLayer { get; init; } = -2;

    /// <summary>Whether the class token stays among the features.</summary>
    public bool KeepClassToken { get; init; }

    /// <summary>Id that stands for one image feature in a token row.</summary>
    public int ImageTokenId { get; init; } = 32000;

    /// <summary>
    /// Whether every picture stands between a token that opens it and one that closes it, whose ids follow <see cref="ImageTokenId"/>.
    /// All three are rows of the vocabulary then.
    /// </summary>
    public bool HasImageMarks { get; init; }

    /// <summary>How pictures are made square.</summary>
    public ImageAspectRatio ImageAspectRatio { get; init; } = ImageAspectRatio.Pad;

    /// <summary>Where the llava package's layout looks for the tower: a folder or a hub's name. None: in the checkpoint itself.</summary>
    public string? VisionTowerPath { get; init; }

    /// <summary>
    /// Tokens that one picture takes in the language model's input. The one place where they are counted: data, training,
    /// decoding and evaluation all ask here.
    /// </summary>
    public int ImageTokenCount => Family.ImageTokens(this);

    /// <summary>Sizes of the tower's features of one picture, before the projector.</summary>
    public FeatureShape Features => Family.Features(this);

    /// <summary>Ids of the tokens that stand for a picture or mark its ends.</summary>
    public IReadOnlyList<long> PictureTokens => HasImageMarks ? [ImageTokenId, ImageTokenId + 1, ImageTokenId + 2] : [ImageTokenId];

    /// <summary>Blocks of the tower that run: those behind the selected layer are neither needed nor loaded.</summary>
    public int VisionLayersUsed => SelectLayer < 0 ? Vision.Layers + 1 + SelectLayer : SelectLayer;
}
