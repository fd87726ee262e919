using System.Globalization;
using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Evaluations;

/// <summary>Results as text for people.</summary>
internal static class ScoreText
{
    private const int ShownPictures = 3;

    internal static void Print(Evaluated benchmark, TextWriter output)
    {
        output.WriteLine($"{benchmark.Definition.Name}, {benchmark.Result.N} answers");
        output.WriteLine($"  asked: {benchmark.Asked?.Describe() ?? "not known, since nobody kept it beside the answers"}");
        PrintRival(benchmark, output);
        PrintUnseen([.. benchmark.Outcome.Unseen.Select(question => question.Image).Distinct()], output);
        foreach ((string metric, double? value) in benchmark.Result.Metrics.Where(metric => metric.Value is not null))
        {
            Interval? interval = benchmark.Result.Ci95.GetValueOrDefault(metric);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {metric,-12} {value,7:F4}  {Text(interval)}{Text(benchmark.Against?.Comparisons.GetValueOrDefault(metric))}").TrimEnd());
        }
    }

    /// <summary>A difference of scores is the models' only where nothing else differs.</summary>
    private static void PrintRival(Evaluated benchmark, TextWriter output)
    {
        if (benchmark.Against is { Asked: null })
        {
            output.WriteLine("  compared with answers of unknown settings");
        }
        else if (benchmark.Differences.Count > 0)
        {
            output.WriteLine($"  compared with answers of other settings, so that not only the models differ: {string.Join(", ", benchmark.Differences)}");
        }
    }

    private static void PrintUnseen(IReadOnlyList<string> pictures, TextWriter output)
    {
        if (pictures.Count > 0)
        {
            string rest = pictures.Count > ShownPictures ? ", …" : "";
            output.WriteLine($"  {pictures.Count} pictures are missing, and their questions left out: {string.Join(", ", pictures.Take(ShownPictures))}{rest}");
        }
    }

    private static string Text(Interval? interval) => interval is { } range ? string.Create(CultureInfo.InvariantCulture, $"[{range.Low:F4}, {range.High:F4}]") : "";

    private static string Text(Comparison? comparison) => comparison is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"  {comparison.Difference:+0.0000;-0.0000} {Text(comparison.Ci95)} {Name(comparison.Verdict)}");

    private static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Better => "better",
        Verdict.Worse => "worse",
        _ => "cannot tell",
    };
}
