using Trainer.Data.Rewards;

namespace Trainer.Data.Records.Formats;

/// <summary>What LLaVA-RLHF's prompts say for symbolic rewards: <c>"caption_type"?: 1 to 7, "length_bonus"?: number</c>.</summary>
internal static class SymbolicFields
{
    /// <summary>Adds them to a record.</summary>
    internal static PromptRecord Add(PromptRecord record, RecordElement json) => record with
    {
        CaptionType = json.Find("caption_type") is { } type ? TypeOf(type) : CaptionType.General,
        LengthBonus = json.Find("length_bonus")?.AsNumber() ?? 1,
    };

    private static CaptionType TypeOf(RecordElement json) =>
        json.AsNumber() is >= (int)CaptionType.General and <= (int)CaptionType.Yes and double number && number == Math.Floor(number)
            ? (CaptionType)number
            : throw json.Fail("must be a whole number from 1 to 7: 1 open, 2 to 5 choices A to D, 6 no, 7 yes.");
}
