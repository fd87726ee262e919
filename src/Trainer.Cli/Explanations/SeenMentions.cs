using System.Globalization;
using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Explanations;

/// <summary>What seeing the picture adds to mentions of objects.</summary>
/// <param name="Mean">Mean log-odds, nats; null without any mention.</param>
/// <param name="Ci95">Its interval; null below two.</param>
internal sealed record SeenMentions(double? Mean, Interval? Ci95)
{
    internal static SeenMentions Of(IEnumerable<double> seen)
    {
        double[] values = [.. seen];
        return new SeenMentions(values.Length == 0 ? null : values.Average(), StudentInterval.Compute(values));
    }

    /// <inheritdoc/>
    public override string ToString() => Mean is not { } value ? "n/a"
        : string.Create(CultureInfo.InvariantCulture, $"{value:+0.0;-0.0} {(Ci95 is { } ends ? $"[{ends.Low:0.0}, {ends.High:0.0}]" : "")}").TrimEnd();
}
