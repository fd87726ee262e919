namespace Trainer.Evaluation.Judges;

/// <summary>Where a judge is, and how it may be asked.</summary>
public sealed record JudgeOptions
{
    /// <summary>Root of an endpoint that speaks OpenAI's protocol, such as <c>https://api.openai.com/v1</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>The model. Name a dated version: scores of different versions differ.</summary>
    public required string Model { get; init; }

    /// <summary>The key; null for an endpoint that wants none.</summary>
    public string? Key { get; init; }

    /// <summary>How often each request is judged; above 1 the result tells the spread.</summary>
    public int Repetitions { get; init; } = 1;

    /// <summary>Requests under way at once.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Most requests that begin within a minute, evenly spread; 0: any number.</summary>
    public int RequestsPerMinute { get; init; }

    /// <summary>How often a request is sent before the judge counts as out of reach.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>How long one answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Wait before the second attempt; each further one waits twice as long, unless the endpoint says how long.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Price of a million tokens that are read, in dollars; null: unknown.</summary>
    public double? InputPrice { get; init; }

    /// <summary>Price of a million tokens that are written, in dollars; null: unknown.</summary>
    public double? OutputPrice { get; init; }

    /// <summary>What is wrong with them.</summary>
    public IEnumerable<string> Problems()
    {
        if (Url.Scheme is not ("http" or "https"))
        {
            yield return $"The judge's address must begin with http or https, but is {Url}.";
        }

        if (Repetitions < 1 || Concurrency < 1 || Attempts < 1 || RequestsPerMinute < 0)
        {
            yield return "The judge's repetitions, concurrency and attempts must be at least 1, and its requests per minute at least 0.";
        }

        if (InputPrice is null != OutputPrice is null || InputPrice < 0 || OutputPrice < 0)
        {
            yield return "The judge's prices must both be given, and not be negative.";
        }
    }
}
