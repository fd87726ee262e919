using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Studies;

/// <summary>One figure of one variant.</summary>
/// <param name="Metric">The figure.</param>
/// <param name="Values">Its value under each seed; null where there is none.</param>
/// <param name="Mean">The mean of the values; null where there are none.</param>
/// <param name="Ci95">Student's interval of the mean; null below two values.</param>
/// <param name="Difference">Against the baseline, seed by seed; null for the baseline itself and where no seed has both.</param>
internal sealed record StudyCell(StudyMetric Metric, IReadOnlyList<double?> Values, double? Mean, Interval? Ci95, Comparison? Difference)
{
    internal static StudyCell Of(StudyMetric metric, IReadOnlyList<double?> values, IReadOnlyList<double?>? baseline)
    {
        double[] present = [.. values.OfType<double>()];
        (double Own, double Other)[] pairs = [.. values.Zip(baseline ?? []).Where(pair => pair is { First: not null, Second: not null }).Select(pair => (pair.First!.Value, pair.Second!.Value))];
        Comparison? difference = pairs.Length == 0 ? null
            : PairedStudent.Compare([.. pairs.Select(pair => pair.Other)], [.. pairs.Select(pair => pair.Own)], metric.HigherIsBetter ?? true);
        return new StudyCell(metric, values, present.Length == 0 ? null : present.Average(), StudentInterval.Compute(present), difference);
    }

    /// <summary>What the difference means in words; a figure without a good side is just higher or lower.</summary>
    internal string VerdictText => (Difference?.Verdict, Metric.HigherIsBetter) switch
    {
        (null, _) => string.Empty,
        (Verdict.CannotTell, _) => "cannot tell",
        (Verdict.Better, null) => "higher",
        (Verdict.Worse, null) => "lower",
        (Verdict.Better, _) => "better",
        _ => "worse",
    };
}
