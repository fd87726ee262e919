using System.Globalization;
using Trainer.Data.Statistics;
using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Datasets;

/// <summary>Says how much longer better answers are.</summary>
internal static class LengthBiasText
{
    /// <summary>The 95 % interval of the mean difference in words; null below two records with pairs.</summary>
    internal static Interval? IntervalOf(LengthBias pairs) => StudentInterval.Around(pairs.Difference.Mean, pairs.Difference.Deviation, pairs.Difference.Count);

    /// <summary>The mean difference with its interval.</summary>
    internal static string Difference(LengthBias pairs)
    {
        string mean = $"{Signed(pairs.Difference.Mean)} words";
        return IntervalOf(pairs) is { } interval ? $"{mean} (95 % interval {Signed(interval.Low)} to {Signed(interval.High)})" : mean;
    }

    /// <summary>A difference with its sign.</summary>
    internal static string Signed(double words) => words.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>How many better answers are the longer or the shorter ones.</summary>
    internal static string Shares(LengthBias pairs)
    {
        double all = pairs.Chosen.Words.Count;
        return string.Create(CultureInfo.InvariantCulture, $"chosen is longer in {pairs.ChosenLonger / all:P1} of {all:N0} pairs, shorter in {pairs.RejectedLonger / all:P1}");
    }

    /// <summary>What the figures mean for a model that learns from them.</summary>
    internal static string Verdict(LengthBias pairs) => IntervalOf(pairs) switch
    {
        null => "too few pairs to tell",
        { Low: > 0 } => "Better answers are longer: a model that learns from them also learns to write more.",
        { High: < 0 } => "Better answers are shorter: a model that learns from them also learns to write less.",
        _ => "No bias in length can be told from chance.",
    };
}
