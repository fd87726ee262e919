namespace Trainer.Preparation.Common;

/// <summary>A file that a source writes.</summary>
/// <param name="Name">Path below the output folder, with forward slashes.</param>
/// <param name="Kind">What <c>data check --kind</c> calls its records, or what it is.</param>
/// <param name="Layout">How its items stand in it.</param>
/// <param name="Open">
/// Makes its units ready. Whatever it has to gather from the input first it reports to the log; it is called again when an interrupted
/// conversion goes on, and must then give the same units.
/// </param>
public sealed record PlannedFile(string Name, string Kind, FileLayout Layout, Func<GatherLog, IUnits> Open)
{
    /// <summary>A file of conversations in the format <c>trainer</c>.</summary>
    public static PlannedFile Conversations(string name, Func<GatherLog, IUnits> open) => new(name, "conversation", FileLayout.Lines, open);

    /// <summary>A file of preferences in the format <c>trainer</c>.</summary>
    public static PlannedFile Preferences(string name, Func<GatherLog, IUnits> open) => new(name, "preference", FileLayout.Lines, open);

    /// <summary>A file of prompts in the format <c>trainer</c>.</summary>
    public static PlannedFile Prompts(string name, Func<GatherLog, IUnits> open) => new(name, "prompt", FileLayout.Lines, open);

    /// <summary>A table of facts, as <c>reward.facts</c> reads it.</summary>
    public static PlannedFile Facts(string name, Func<GatherLog, IUnits> open) => new(name, "facts", FileLayout.Table, open);
}
