using System.Text.Json.Serialization;

namespace Trainer.Evaluation.Scoring;

/// <summary>A confidence interval; in JSON a list of two numbers.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
[JsonConverter(typeof(IntervalConverter))]
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether a value lies inside, ends included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;
}
