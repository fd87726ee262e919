using System.Globalization;

namespace Trainer.Cli.Quickstart;

/// <summary>The figures of the compared models side by side, for a terminal.</summary>
internal static class QuickstartTable
{
    private static readonly (string Title, Func<QuickstartModel, double?> Value)[] Columns =
    [
        ("CHAIR_s", model => model.Chair.ChairS),
        ("CHAIR_i", model => model.Chair.ChairI),
        ("recall", model => model.Chair.Recall),
        ("length", model => model.Chair.MeanLength),
        ("POPE random", model => model.Pope[0].Metrics["accuracy"]),
        ("popular", model => model.Pope[1].Metrics["accuracy"]),
        ("adversarial", model => model.Pope[2].Metrics["accuracy"]),
        ("yes, adversarial", model => model.Pope[2].Metrics["yes_ratio"]),
    ];

    internal static void Print(IEnumerable<QuickstartModel> models, TextWriter output)
    {
        output.WriteLine($"{string.Empty,-12}{string.Concat(Columns.Select(column => $"{column.Title,18}"))}");
        foreach (QuickstartModel model in models)
        {
            output.WriteLine($"{model.Name,-12}{string.Concat(Columns.Select(column => $"{Format(column.Value(model)),18}"))}");
        }
    }

    private static string Format(double? value) => value is { } number ? number.ToString(number > 1 ? "F1" : "F3", CultureInfo.InvariantCulture) : "n/a";
}
