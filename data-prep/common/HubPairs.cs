using Trainer.Data.Records;

namespace Trainer.Preparation.Common;

/// <summary>Pairs as RLHF-V's authors publish them, and as TRL's users rewrite them.</summary>
internal static class HubPairs
{
    private static readonly IRecordFormat<PreferenceRecord> Published = RecordFormats.Preference("rlhf_v");
    private static readonly IRecordFormat<PreferenceRecord> Rewritten = RecordFormats.Preference("trl");

    /// <summary>Reads a pair in either form. Its source is the dataset that its picture comes from, where it says so.</summary>
    /// <param name="element">The record.</param>
    /// <param name="dataset">Source of the others.</param>
    internal static Converted Convert(RecordElement element, string dataset)
    {
        PreferenceRecord pair = (element.Find("prompt") is null ? Published : Rewritten).Read(element);
        return Converted.To(PreparedItem.Of(pair with { Source = element.Find("origin_dataset")?.AsText() ?? pair.Source ?? dataset }));
    }
}
