namespace Trainer.Data.Preferences;

/// <summary>Which pairs of a file are used.</summary>
public sealed record PairRules
{
    /// <summary>Most words of any answer; a record with a longer one is left out as a whole. 0 sets no limit. BPO has 350.</summary>
    public int MaxWords { get; init; } = 350;

    /// <summary>Share of each source's records that is used, from the file's beginning, greater than 0 and at most 1.</summary>
    public double SourceShare { get; init; } = 1;

    /// <summary>Keeps pairs of equal answers, as BPO's released code does. They teach nothing and halve what others teach.</summary>
    public bool AllowIdentical { get; init; }
}
