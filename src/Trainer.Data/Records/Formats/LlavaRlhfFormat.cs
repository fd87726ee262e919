namespace Trainer.Data.Records.Formats;

/// <summary>
/// LLaVA-RLHF (arXiv:2309.14525): <c>{"id", "image"?, "conversations": [..., answer], "output_1": {"value"}, "output_2": {"value"},
/// "preference": 1 or 2}</c>. Both outputs are answers in place of the last one.
/// </summary>
internal sealed class LlavaRlhfFormat : IRecordFormat<PreferenceRecord>
{
    private readonly ComparisonFormat comparisons = new();

    public string Name => comparisons.Name;

    public PreferenceRecord Read(RecordElement json)
    {
        bool prefersFirst = Preference(json["preference"]) == 1;
        return comparisons.Read(json).Prefer(prefersFirst);
    }

    private static double Preference(RecordElement preference) =>
        preference.AsNumber() is (1 or 2) and double number ? number : throw preference.Fail("must be 1 or 2, the better output.");
}
