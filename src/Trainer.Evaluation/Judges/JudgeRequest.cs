namespace Trainer.Evaluation.Judges;

/// <summary>Something to ask a judge.</summary>
/// <param name="User">The text of the user's turn.</param>
public sealed record JudgeRequest(string User)
{
    /// <summary>The system's text; null for none.</summary>
    public string? System { get; init; }

    /// <summary>Files of pictures that the judge is shown.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Divides the judge's logits; 0 is greedy.</summary>
    public double Temperature { get; init; }

    /// <summary>Most tokens of the verdict.</summary>
    public int MaxTokens { get; init; } = 1024;
}

/// <summary>What a judge said.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Model">The model that said them, as the endpoint names it, which may be a dated version of the one that was asked for.</param>
public sealed record JudgeVerdict(string Text, string Model);
