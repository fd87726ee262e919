namespace Trainer.Preparation.Common;

/// <summary>What became of a unit: items to write, and what was left out on purpose. Bad units throw instead.</summary>
/// <param name="Items">To be written.</param>
/// <param name="LeftOut">A reason for each thing that was left out.</param>
public sealed record Converted(IReadOnlyList<PreparedItem> Items, IReadOnlyList<string> LeftOut)
{
    /// <summary>Items alone.</summary>
    public static Converted To(params IReadOnlyList<PreparedItem> items) => new(items, []);

    /// <summary>Nothing, for a reason that belongs to the conversion and is no fault of the data.</summary>
    public static Converted Nothing(string reason) => new([], [reason]);
}
