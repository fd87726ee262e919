using Trainer.Recipes;

namespace Trainer.Algorithms.Bpo;

/// <summary>Where worse answers come from.</summary>
public enum BpoMethod
{
    /// <summary>The model answers while its picture is weakened by noise, so that habits of language speak.</summary>
    Weaken,

    /// <summary>A language model rewrites the annotated answer with errors.</summary>
    Inject,

    /// <summary>The model answers as usual: the paper's ablation.</summary>
    SelfSample,
}

/// <summary>Settings that only the building of preferences has.</summary>
public sealed record BpoOptions : IValidatable
{
    /// <summary>Where worse answers come from.</summary>
    public BpoMethod Method { get; init; } = BpoMethod.Weaken;

    /// <summary>Settings of <c>weaken</c>.</summary>
    public WeakenOptions Weaken { get; init; } = new();

    /// <summary>Settings of <c>inject</c>.</summary>
    public InjectOptions Inject { get; init; } = new();

    /// <summary>Settings of <c>self_sample</c>.</summary>
    public SelfSampleOptions SelfSample { get; init; } = new();

    /// <summary>Works on records whose annotated answer has at least so many words: descriptions, say, and not a bare yes.</summary>
    public int MinPositiveWords { get; init; }

    /// <summary>Works on records whose annotated answer has at most so many words; 0: any.</summary>
    public int MaxPositiveWords { get; init; }

    /// <summary>Which answers are kept.</summary>
    public FilterOptions Filters { get; init; } = new();

    /// <summary>Answers that are generated at once.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Equal parts that the records are cut into, to spread them over machines; few records may give fewer parts.</summary>
    public int Chunks { get; init; } = 1;

    /// <summary>The part that this run works on, from 0.</summary>
    public int Chunk { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.NotBeNegative(MinPositiveWords),
        .. Must.NotBeNegative(MaxPositiveWords),
        .. Must.That(MaxPositiveWords == 0 || MinPositiveWords <= MaxPositiveWords, nameof(MaxPositiveWords), "must not be below min_positive_words."),
        .. Must.BePositive(BatchSize),
        .. Must.BePositive(Chunks),
        .. Must.That(Chunk >= 0 && Chunk < Chunks, nameof(Chunk), $"must be from 0 to chunks - 1 = {Chunks - 1}, but is {Chunk}."),
    ];
}
