using Trainer.Algorithms.Dpo.Losses;
using Trainer.Recipes;

namespace Trainer.Algorithms.Dpo;

/// <summary>With which projector the reference sees.</summary>
public enum ReferenceProjector
{
    /// <summary>A frozen copy of the projector as it is before the first step.</summary>
    Frozen,

    /// <summary>The one that is trained, so that the reference drifts with it: what BPO's released code does.</summary>
    Shared,
}

/// <summary>How pictures are made to show less.</summary>
public enum PictureWeakening
{
    /// <summary>A random part of 1 to 20 % of the area, enlarged to the whole (mDPO's released code).</summary>
    Crop,

    /// <summary>Diffusion noise up to <c>weak_noise_step</c>.</summary>
    Noise,
}

/// <summary>Settings that only direct preference optimisation has.</summary>
public sealed record DpoOptions : IValidatable
{
    /// <summary>The reference that is the policy as it is before the first step.</summary>
    public const string InitialReference = "initial";

    /// <summary>The reference that is the base model without adapters.</summary>
    public const string BaseReference = "base";

    /// <summary>The loss over pairs.</summary>
    public PreferenceLossOptions Loss { get; init; } = new();

    /// <summary>Reads prompt and pictures once for both answers, instead of once for each. The figures are the same.</summary>
    public bool SharedPrefix { get; init; } = true;

    /// <summary>Most words of any answer; a record with a longer one is left out. 0 sets no limit.</summary>
    public int MaxWords { get; init; } = 350;

    /// <summary>What the policy is compared with: <c>initial</c>, the policy before the first step; <c>base</c>, without adapters; or an adapter's folder.</summary>
    [Alias("ref_model")]
    public string Reference { get; init; } = InitialReference;

    /// <summary>With which projector the reference sees, where the projector is trained.</summary>
    public ReferenceProjector RefProjector { get; init; } = ReferenceProjector.Frozen;

    /// <summary>File of the reference's log-probabilities, which <c>data reference-logprobs</c> writes; by default they are computed as they are needed.</summary>
    public string? PrecomputedReference { get; init; }

    /// <summary>How <c>mdpo</c> weakens pictures.</summary>
    public PictureWeakening WeakImage { get; init; } = PictureWeakening.Crop;

    /// <summary>Step of the noise with which pictures are weakened, 0 to 999; more shows less.</summary>
    public int WeakNoiseStep { get; init; } = 500;

    /// <summary>Computes each picture's features once and keeps them. Takes effect while the vision tower is frozen.</summary>
    public bool CacheImageFeatures { get; init; } = true;

    /// <summary>Most memory for kept features, in MiB.</summary>
    public int ImageFeatureMegabytes { get; init; } = 512;

    /// <summary>What the loss reads beside the policy's log-probabilities.</summary>
    internal PairInputs Needs => PreferenceLosses.Create(Loss).Needs;

    /// <summary>Whether the loss reads answers with weakened pictures.</summary>
    internal bool ReadsWeakened => Needs.HasFlag(PairInputs.WeakenedImage);

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.NotBeNegative(MaxWords),
        .. Must.HaveText(Reference),
        .. Must.BeWithin(WeakNoiseStep, 0, 999),
        .. Must.BePositive(ImageFeatureMegabytes),
        .. Must.That(
            PrecomputedReference is null || RefProjector == ReferenceProjector.Frozen,
            nameof(PrecomputedReference),
            "can't follow a projector that is trained. Set ref_projector: frozen, or leave it out."),
    ];
}
