using Trainer.Data.Rewards;
using Trainer.Recipes;

namespace Trainer.Algorithms.Reward;

/// <summary>Settings that only reward models have.</summary>
public sealed record RewardOptions : IValidatable
{
    /// <summary>What is asked about an answer: <c>llava_rlhf</c>, the released wording, or <c>brief</c>, for small models.</summary>
    public string Prompt { get; init; } = RewardPrompts.LlavaRlhf.Name;

    /// <summary>What the judge is told about the picture beside showing it.</summary>
    public FactKind FactKind { get; init; } = FactKind.None;

    /// <summary>The file of facts: LLaVA-RLHF's <c>image_to_caption.json</c>, or one like it.</summary>
    [Alias("image_to_caption_file")]
    public string? Facts { get; init; }

    /// <summary>In which order facts are listed.</summary>
    public FactOrder FactOrder { get; init; } = FactOrder.Shuffled;

    /// <summary>Weight of the centering term |mean(r_w + r_l)| over a micro-batch, which keeps rewards around 0.</summary>
    public double CenterRewardsCoefficient { get; init; } = 1e-3;

    /// <summary>Most words of any answer; a record with a longer one is left out. 0 sets no limit.</summary>
    public int MaxWords { get; init; }

    /// <summary>Computes each picture's features once and keeps them. Takes effect while the vision tower is frozen.</summary>
    public bool CacheImageFeatures { get; init; } = true;

    /// <summary>Most memory for kept features, in MiB.</summary>
    public int ImageFeatureMegabytes { get; init; } = 512;

    /// <summary>Which facts, in which order.</summary>
    internal FactRule Rule => new(FactKind, FactOrder);

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.That(RewardPrompts.All.Any(known => known.Name == Prompt), nameof(Prompt), $"is '{Prompt}', which is none of {string.Join(", ", RewardPrompts.All.Select(known => known.Name))}."),
        .. Must.That(FactKind == FactKind.None || Facts is not null, nameof(Facts), "must name the file of facts, because reward.fact_kind asks for some."),
        .. Must.That(FactKind != FactKind.None || Facts is null, nameof(Facts), "is set, but reward.fact_kind is none. Set it to captions, rationales or choices, or leave the file out."),
        .. Must.NotBeNegative(CenterRewardsCoefficient),
        .. Must.NotBeNegative(MaxWords),
        .. Must.BePositive(ImageFeatureMegabytes),
    ];
}
