namespace Trainer.Modeling.Footprint;

/// <summary>Tokens that pass through a block.</summary>
/// <param name="All">Those that attention reads, padding included.</param>
/// <param name="Wanted">Those that go on to the feed-forward network: in the last block only those whose states somebody reads.</param>
/// <param name="RowLength">Tokens of a row: attention weighs each against as many.</param>
public readonly record struct BlockTokens(long All, long Wanted, long RowLength)
{
    /// <summary>A block that all tokens pass through.</summary>
    public static BlockTokens Whole(long rows, long rowLength) => new(rows * rowLength, rows * rowLength, rowLength);
}
