namespace Trainer.Recipes.Options;

/// <summary>How the next token is chosen.</summary>
public enum DecodingStrategy
{
    /// <summary>The likeliest token.</summary>
    Greedy,

    /// <summary>A draw from the filtered distribution.</summary>
    Sample,

    /// <summary>The likeliest of several continuations that are followed side by side.</summary>
    Beam,
}

/// <summary>How answers are generated.</summary>
public sealed record DecodingOptions : IValidatable
{
    /// <summary>How the next token is chosen.</summary>
    public DecodingStrategy Strategy { get; init; } = DecodingStrategy.Greedy;

    /// <summary>Most tokens of an answer.</summary>
    [Alias("response_length")]
    public int MaxNewTokens { get; init; } = 128;

    /// <summary>Divides the logits before sampling.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Samples among this many likeliest tokens; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Samples among the likeliest tokens that reach this probability together.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Divides the logits of tokens that occurred (negative ones are multiplied); 1 changes nothing.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Continuations that beam search follows.</summary>
    [Alias("beam")]
    public int NumBeams { get; init; } = 5;

    /// <summary>Power of the length by which beam search divides a continuation's log-probability.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>Texts that end an answer; they are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.BePositive(MaxNewTokens),
        .. Must.BePositive(Temperature),
        .. Must.NotBeNegative(TopK),
        .. Must.BeWithin(TopP, 0, 1),
        .. Must.BePositive(RepetitionPenalty),
        .. Must.BeWithin(NumBeams, 1, 64),
        .. Must.That(Stop.All(text => text.Length > 0), nameof(Stop), "must not contain an empty text, which would end every answer at once."),
    ];
}
