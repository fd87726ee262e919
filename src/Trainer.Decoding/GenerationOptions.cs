using Trainer.Decoding.Strategies.Opera;

namespace Trainer.Decoding;

/// <summary>How answers are generated.</summary>
public sealed record GenerationOptions
{
    /// <summary>Most tokens of an answer.</summary>
    public int MaxNewTokens { get; init; } = 64;

    /// <summary>Tokens that end an answer, and are not part of it.</summary>
    public IReadOnlyList<long> StopTokens { get; init; } = [];

    /// <summary>Ends an answer early, given its tokens so far; for stop strings, which only a tokenizer can see.</summary>
    public Func<IReadOnlyList<long>, bool>? StopWhen { get; init; }

    /// <summary>Ends an answer that nobody waits for any more, given its prompt's number; asked at every step.</summary>
    public Func<int, bool>? IsAbandoned { get; init; }

    /// <summary>Tokens that are never drawn, such as a picture's, which stands for no text.</summary>
    public IReadOnlyList<long> ForbiddenTokens { get; init; } = [];

    /// <summary>Divides scores; below 1 sharpens. Used by sampling.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Samples only from so many of the likeliest tokens; 0 is all.</summary>
    public int TopK { get; init; }

    /// <summary>Samples only from the likeliest tokens that together have this probability; 1 is all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Divides positive scores of tokens that occurred already, and multiplies negative ones; 1 is none.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Beams of beam search.</summary>
    public int NumBeams { get; init; } = 5;

    /// <summary>Exponent of the length by which a beam's score is divided.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>Settings of OPERA, which uses those of beam search too.</summary>
    public OperaOptions Opera { get; init; } = new();

    /// <summary>Everything that is wrong with the values, in sentences.</summary>
    public IEnumerable<string> Problems() => new[]
    {
        MaxNewTokens > 0 ? null : $"max_new_tokens must be greater than 0, but is {MaxNewTokens}.",
        double.IsFinite(Temperature) && Temperature > 0 ? null : $"temperature must be greater than 0, but is {Temperature}. For the likeliest token use the strategy 'greedy'.",
        TopK >= 0 ? null : $"top_k must be 0 or greater, but is {TopK}.",
        TopP is >= 0 and <= 1 ? null : $"top_p must be from 0 to 1, but is {TopP}.",
        double.IsFinite(RepetitionPenalty) && RepetitionPenalty > 0 ? null : $"repetition_penalty must be greater than 0, but is {RepetitionPenalty}.",
        NumBeams > 0 ? null : $"num_beams must be greater than 0, but is {NumBeams}.",
        double.IsFinite(LengthPenalty) ? null : $"length_penalty must be a finite number, but is {LengthPenalty}.",
    }.OfType<string>().Concat(Opera.Problems());
}
