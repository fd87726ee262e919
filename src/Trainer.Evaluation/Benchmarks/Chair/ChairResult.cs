using System.Text.Json.Serialization;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>CHAIR scores of a set of captions; fractions, not percent. A metric without a denominator is null.</summary>
public sealed record ChairResult : IBenchmarkResult
{
    /// <summary>Always <c>chair</c>.</summary>
    public string Suite => "chair";

    /// <summary>Captions.</summary>
    public required int N { get; init; }

    /// <summary>How words were reduced to base forms. Figures of the reference, which tags parts of speech, differ slightly.</summary>
    public required string Lemmatiser { get; init; }

    /// <summary>Share of captions that hallucinate an object.</summary>
    public required double? ChairS { get; init; }

    /// <summary>Share of mentioned objects that are hallucinated.</summary>
    public required double? ChairI { get; init; }

    /// <summary>Share of the true objects that are mentioned.</summary>
    public required double? Recall { get; init; }

    /// <summary>Words and signs of a caption on average.</summary>
    public required double? MeanLength { get; init; }

    /// <summary>95 % intervals by a bootstrap over pictures.</summary>
    public required IReadOnlyDictionary<string, Interval?> Ci95 { get; init; }

    /// <summary>Captions that hallucinate.</summary>
    public required long HallucinatedCaptions { get; init; }

    /// <summary>Mentions of objects that are not in the picture.</summary>
    public required long HallucinatedMentions { get; init; }

    /// <summary>Mentions of objects.</summary>
    public required long Mentions { get; init; }

    /// <summary>The captions one by one; not part of the result file.</summary>
    [JsonIgnore]
    public IReadOnlyList<CaptionScore> Captions { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyDictionary<string, double?> Metrics => new Dictionary<string, double?>
    {
        ["chair_s"] = ChairS,
        ["chair_i"] = ChairI,
        ["recall"] = Recall,
        ["mean_length"] = MeanLength,
    };
}
