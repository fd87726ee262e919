using Trainer.Data.Batches;

namespace Trainer.Algorithms.Dpo.References;

/// <summary>A reference's log-probabilities of many pairs. Its size grows with the data set, by 28 bytes a pair.</summary>
public sealed class ReferenceTable
{
    private readonly Dictionary<UInt128, ReferenceEntry> entries = [];

    /// <summary>Every pair's entry by <see cref="PreferenceExample.Key"/>.</summary>
    public IReadOnlyDictionary<UInt128, ReferenceEntry> Entries => entries;

    /// <summary>Enters one pair.</summary>
    public void Add(UInt128 key, ReferenceEntry entry) => entries[key] = entry;

    /// <summary>Enters a batch.</summary>
    public void Add(PreferenceBatch batch, ReferenceScores scores)
    {
        float[] chosen = scores.Chosen.ToArray<float>();
        float[] rejected = scores.Rejected.ToArray<float>();
        float[]? weakened = scores.WeakChosen?.ToArray<float>();
        for (int pair = 0; pair < batch.Samples; pair++)
        {
            Add(batch.Keys[pair], new ReferenceEntry(chosen[pair], rejected[pair], weakened?[pair] ?? float.NaN));
        }
    }
}

/// <summary>A reference's log-probabilities of one pair.</summary>
/// <param name="Chosen">Of the better answer.</param>
/// <param name="Rejected">Of the worse answer.</param>
/// <param name="WeakChosen">Of the better answer with weakened pictures; not a number where nobody asked.</param>
public readonly record struct ReferenceEntry(float Chosen, float Rejected, float WeakChosen);
