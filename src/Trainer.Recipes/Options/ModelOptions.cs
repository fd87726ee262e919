namespace Trainer.Recipes.Options;

/// <summary>How weights are tuned.</summary>
public enum FinetuningType
{
    /// <summary>Low-rank adapters beside frozen weights.</summary>
    Lora,

    /// <summary>The weights themselves.</summary>
    Full,
}

/// <summary>Element type of weights and activations.</summary>
public enum ModelDtype
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>bfloat16 weights and matrix products; the optimiser and the losses stay in 32 bits.</summary>
    Bfloat16,
}

/// <summary>The model and what of it learns.</summary>
public sealed record ModelOptions : IValidatable
{
    /// <summary>Folder of a LLaVA checkpoint in the Hugging Face layout.</summary>
    [Alias("base_model")]
    public required string ModelNameOrPath { get; init; }

    /// <summary>Folder of a trained adapter to begin with.</summary>
    [Alias("lora_model_dir")]
    public string? AdapterNameOrPath { get; init; }

    /// <summary>Adapters or full weights.</summary>
    public FinetuningType FinetuningType { get; init; } = FinetuningType.Lora;

    /// <summary>Rank of the adapters' matrices (the paper's r).</summary>
    [Alias("lora_rank")]
    public int LoraR { get; init; } = 64;

    /// <summary>Scale of the adapters: their product is multiplied by alpha / r, or alpha / √r with <c>use_rslora</c>.</summary>
    public double LoraAlpha { get; init; } = 16;

    /// <summary>Share of the adapters' inputs that is dropped in training.</summary>
    public double LoraDropout { get; init; }

    /// <summary>Linear layers of the language model that get adapters, by the last part of their name; <c>all-linear</c> means all.</summary>
    [Alias("lora_target")]
    public IReadOnlyList<string> LoraTargetModules { get; init; } = ["all-linear"];

    /// <summary>Rank-stabilised scaling (arXiv:2312.03732).</summary>
    public bool UseRslora { get; init; }

    /// <summary>Keeps the vision transformer as it is.</summary>
    public bool FreezeVisionTower { get; init; } = true;

    /// <summary>Keeps the projector from image features to the language model as it is.</summary>
    public bool FreezeMultiModalProjector { get; init; } = true;

    /// <summary>Keeps the language model as it is, adapters included.</summary>
    public bool FreezeLanguageModel { get; init; }

    /// <summary>Element type of weights and activations.</summary>
    [Alias("torch_dtype")]
    public ModelDtype Dtype { get; init; } = ModelDtype.Float32;

    /// <summary>Computes each block's activations again in the backward pass, which trades a third more time for memory.</summary>
    public bool GradientCheckpointing { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.HaveText(ModelNameOrPath),
        .. Must.BePositive(LoraR),
        .. Must.BePositive(LoraAlpha),
        .. Must.BeBelow(LoraDropout, 0, 1),
        .. Must.HaveItems(LoraTargetModules),
        .. Must.That(
            !(FreezeVisionTower && FreezeMultiModalProjector && FreezeLanguageModel),
            nameof(FreezeLanguageModel),
            "leaves nothing to train, because freeze_vision_tower and freeze_multi_modal_projector are true as well."),
    ];
}
