namespace Trainer.Data.Preferences;

/// <summary>What became of a file's records.</summary>
/// <param name="Records">Records in the file.</param>
/// <param name="Pairs">Pairs that are used.</param>
/// <param name="Rejections">How often each reason kept a record, or a pair of its answers, from use.</param>
/// <param name="Problems">The first rejections, each with file, line and field.</param>
public sealed record PairReport(
    int Records, int Pairs, IReadOnlyDictionary<RejectionReason, int> Rejections, IReadOnlyList<string> Problems);
