using Trainer.Algorithms.Common.Answers;
using Trainer.Recipes;

namespace Trainer.Algorithms.Bpo;

/// <summary>What a language model is asked to rewrite.</summary>
public enum InjectMode
{
    /// <summary>A description, without its question.</summary>
    Description,

    /// <summary>The answer to a question, as if the picture were another one.</summary>
    Qa,
}

/// <summary>How errors are put into annotated answers. The model sees text only.</summary>
public sealed record InjectOptions : IValidatable
{
    /// <summary>What the model is asked to rewrite.</summary>
    public InjectMode Mode { get; init; } = InjectMode.Description;

    /// <summary>What the model is told; empty: the mode's own words.</summary>
    public string Instruction { get; init; } = "";

    /// <summary>How <c>{instruction}</c>, <c>{question}</c> and <c>{response}</c> make one request; empty: the mode's own layout.</summary>
    public string Layout { get; init; } = "";

    /// <summary>
    /// Quirks of the released script: a full stop behind every answer, also where one is, no break after the instruction, and the first
    /// character of what comes back dropped, whatever it is.
    /// </summary>
    public bool Released { get; init; }

    /// <summary>Divides the scores.</summary>
    public double Temperature { get; init; } = 0.8;

    /// <summary>Draws among so many of the likeliest tokens; 0: all.</summary>
    public int TopK { get; init; }

    /// <summary>Draws among the likeliest tokens that together have this probability.</summary>
    public double TopP { get; init; } = 0.95;

    /// <summary>Most tokens of an answer.</summary>
    public int MaxNewTokens { get; init; } = 1024;

    internal SamplingSettings Sampling => new(Temperature, TopK, TopP, MaxNewTokens);

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Sampling.Problems(),
        .. Must.That(
            Layout.Length == 0 || Layout.Contains("{response}", StringComparison.Ordinal),
            nameof(Layout),
            "must contain {response}, or the model could not see the answer that it rewrites."),
    ];
}
