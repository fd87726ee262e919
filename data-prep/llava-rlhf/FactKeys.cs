using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.LlavaRlhf;

/// <summary>Which pictures there are facts about. Training stops at a record without any, so it is better known now.</summary>
internal sealed class FactKeys
{
    private readonly HashSet<ulong> keys = [];

    private FactKeys()
    {
    }

    /// <summary>The keys of tables of facts; null where there are none, and nothing can be said.</summary>
    internal static FactKeys? Read(IReadOnlyList<string> paths, GatherLog log)
    {
        var found = new FactKeys();
        foreach (string path in paths)
        {
            using ElementFile file = ElementFile.OpenFields(path);
            log.Silently().ReadAll(file, (_, element) => found.keys.Add(NameHash.Of(element.AsFields()[0].Name)));
        }

        return paths.Count == 0 ? null : found;
    }

    /// <summary>Requires facts about a record's picture.</summary>
    /// <exception cref="DataException">There are none.</exception>
    internal void Require(IRecord record, FactKind kind, RecordPlace place)
    {
        string? key = record.Images.Count == 0 ? null : new FactRule(kind, FactOrder.Stored).KeyPrefix + Path.GetFileName(record.Images[0]);
        if (key is null || !keys.Contains(NameHash.Of(key)))
        {
            throw place.Fail("image", key is null ? "is required, because the facts are about it." : $"has no facts: image_to_caption.json lacks '{key}'.");
        }
    }
}
