using Trainer.Recipes;

namespace Trainer.Algorithms.Bpo;

/// <summary>Which generated answers are left out. The released scripts leave out none.</summary>
public sealed record FilterOptions : IValidatable
{
    /// <summary>Leaves out answers without a word.</summary>
    public bool Empty { get; init; } = true;

    /// <summary>Leaves out answers that differ from one that is there only in case, punctuation or spaces.</summary>
    public bool Identical { get; init; } = true;

    /// <summary>Leaves out answers that repeat what the model was told.</summary>
    public bool EchoedInstruction { get; init; } = true;

    /// <summary>Texts that no answer may contain.</summary>
    public IReadOnlyList<string> ForbiddenMarkers { get; init; } = ["<image>", "</s>", "USER:", "ASSISTANT:", "###"];

    /// <summary>Fewest words of an answer for each word of the annotated one; 0: any.</summary>
    public double MinLengthRatio { get; init; }

    /// <summary>Most words of an answer for each word of the annotated one; 0: any.</summary>
    public double MaxLengthRatio { get; init; }

    /// <summary>Most words of an answer; 0: any.</summary>
    public int MaxWords { get; init; } = 350;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.NotBeNegative(MinLengthRatio),
        .. Must.NotBeNegative(MaxLengthRatio),
        .. Must.NotBeNegative(MaxWords),
        .. Must.That(MaxLengthRatio == 0 || MinLengthRatio <= MaxLengthRatio, nameof(MaxLengthRatio), "must not be below min_length_ratio."),
        .. Must.That(ForbiddenMarkers.All(marker => marker.Length > 0), nameof(ForbiddenMarkers), "must not contain an empty text, which every answer contains."),
    ];
}
