using System.Globalization;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Algorithms.Ppo.Watch;
using Trainer.Evaluation.Reports;
using Trainer.Training;

namespace Trainer.Cli.Reports;

/// <summary>What a report shows of reinforcement learning: the watch's verdict, and what was rewarded first, midway and last.</summary>
internal static class RolloutSections
{
    private const int Shown = 4;
    private const string ImageMark = "<image>";

    /// <summary>Why the watch tripped; nothing where it didn't.</summary>
    internal static IEnumerable<IReportSection> Verdict(RunDirectory run) => WatchTrip.Read(run.Path) is { } trip
        ? [new SummarySection("The reward watch tripped", [new SummaryCard(trip.Figure, trip.Value.ToString("G4", CultureInfo.InvariantCulture), trip.Message)])]
        : [];

    /// <summary>Answers of the first, the middle and the last rollout that were written down.</summary>
    internal static IEnumerable<IReportSection> Of(RunDirectory run)
    {
        IReadOnlyList<long> numbers = LoggedRollouts.Numbers(run.Path);
        return numbers.Count == 0 ? [] : new[] { numbers[0], numbers[numbers.Count / 2], numbers[^1] }.Distinct().Select(number => Section(run.Path, number));
    }

    private static RewardedAnswersSection Section(string folder, long number)
    {
        RolloutLine[] lines = [.. LoggedRollouts.Read(folder, number).OrderByDescending(line => line.Reward)];
        string note = string.Create(
            CultureInfo.InvariantCulture, $"{lines.Length} of its answers were written down, with a mean reward of {lines.Average(line => line.Reward):0.00} and {lines.Average(line => line.Tokens):0.0} tokens.");
        RolloutLine[] lowest = lines[Math.Max(Math.Min(Shown, lines.Length), lines.Length - Shown)..];
        return new RewardedAnswersSection($"Rollout {number}", note, [.. lines.Take(Shown).Select(Answer)], [.. lowest.Select(Answer)]);
    }

    private static RewardedAnswer Answer(RolloutLine line) => new(
        File.Exists(line.Image) ? Thumbnail.Of(line.Image) : [],
        line.Question.Replace(ImageMark, string.Empty, StringComparison.Ordinal).Trim(),
        line.Answer,
        line.Reward,
        line.Terms);
}
