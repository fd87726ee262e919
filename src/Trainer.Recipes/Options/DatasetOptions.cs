namespace Trainer.Recipes.Options;

/// <summary>One file of records.</summary>
public sealed record DatasetOptions : IValidatable
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>How records are written in it: <c>trainer</c> for this project's JSONL, <c>llava</c> for LLaVA's JSON array, and others.</summary>
    [Alias("type")]
    public string Format { get; init; } = "trainer";

    /// <summary>
    /// What the file is called in the metrics: fine-tuning reports <c>loss/NAME</c> beside the loss of the whole mixture. By default the
    /// <c>source</c> that each record gives, if any.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Only records whose <c>split</c> is this one; all when not set.</summary>
    public string? Split { get; init; }

    /// <summary>
    /// Repeats in each epoch, not a share of the mixture: an epoch takes round(weight × records) records of this file, at least one,
    /// whatever the other files weigh. 1: each once. 2: each twice. 0.5: a random half, another in each epoch. 1.5: each once and such a half.
    /// </summary>
    public double Weight { get; init; } = 1;

    /// <summary>Share of the file's records that is used, drawn once by the seed.</summary>
    public double Fraction { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.HaveText(Path),
        .. Must.HaveText(Format),
        .. Must.That(Name is null || !string.IsNullOrWhiteSpace(Name), nameof(Name), "must not be empty."),
        .. Must.BePositive(Weight),
        .. Must.That(Fraction is > 0 and <= 1, nameof(Fraction), $"must be greater than 0 and at most 1, but is {Fraction}."),
    ];
}
