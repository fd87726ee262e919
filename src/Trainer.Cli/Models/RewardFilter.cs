using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Modeling.Weights;

namespace Trainer.Cli.Models;

/// <summary>Keeps the records with the highest rewards: the data filtering that LLaVA-RLHF compares itself with (arXiv:2309.14525, section 3.7).</summary>
internal static class RewardFilter
{
    /// <summary>Places of the records to keep, in the order of the file.</summary>
    /// <param name="scored">The records' rewards.</param>
    /// <param name="share">Share of the best ones, rounded; none sets no share. Of equal rewards the earlier record is kept.</param>
    /// <param name="threshold">Lowest reward; none sets none.</param>
    internal static IReadOnlyList<int> Choose(IReadOnlyList<ScoredRecord> scored, double? share, double? threshold) =>
        [.. scored.OrderByDescending(record => record.Rewards[0])
            .Take((int)Math.Round((share ?? 1) * scored.Count))
            .Where(record => threshold is null || record.Rewards[0] >= threshold)
            .Select(record => record.Position)
            .Order()];

    /// <summary>Writes them, and returns how many there are.</summary>
    internal static int Write(string path, RecordFile<ConversationRecord> file, IReadOnlyList<int> positions)
    {
        AtomicFile.Write(path, stream =>
        {
            foreach (int position in positions)
            {
                RecordWriter.Write(stream, file.Read(position));
            }
        });
        return positions.Count;
    }
}
