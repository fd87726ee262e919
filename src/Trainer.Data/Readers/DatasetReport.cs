namespace Trainer.Data.Readers;

/// <summary>What a check found in a file of records.</summary>
/// <param name="Records">Number of records, bad ones included.</param>
/// <param name="BadRecords">Number of records that can't be used.</param>
/// <param name="Turns">Number of turns in good records.</param>
/// <param name="Images">Number of different pictures in good records.</param>
/// <param name="RepeatedIds">Number of good records whose identifier was seen before. Allowed, but worth knowing.</param>
/// <param name="Sources">Good records by source; empty text stands for none.</param>
/// <param name="Problems">What is wrong with the first bad records, each with file, line and field.</param>
public sealed record DatasetReport(
    int Records,
    int BadRecords,
    long Turns,
    int Images,
    int RepeatedIds,
    IReadOnlyDictionary<string, int> Sources,
    IReadOnlyList<string> Problems);
