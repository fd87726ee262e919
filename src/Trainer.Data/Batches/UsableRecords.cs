namespace Trainer.Data.Batches;

/// <summary>What an audit left of a dataset.</summary>
/// <param name="Positions">Positions in the file of the records that are used.</param>
/// <param name="Lengths">Tokens of each of them.</param>
/// <param name="Dropped">Number of records that are left out because they are too long, or of no use.</param>
public sealed record UsableRecords(IReadOnlyList<int> Positions, IReadOnlyList<int> Lengths, int Dropped);
