using System.Text.Json;

namespace Trainer.Data.Records.Formats;

/// <summary>
/// RLHF-V (arXiv:2312.00849): <c>{"question", "chosen", "rejected", "image_path"?}</c>, or with the three texts as JSON within
/// <c>text</c>, as on the Hugging Face hub. Others of this form, such as SPA-VL's, have <c>id</c> and <c>image</c>.
/// </summary>
internal sealed class RlhfVFormat : IRecordFormat<PreferenceRecord>
{
    public string Name => "rlhf_v";

    public PreferenceRecord Read(RecordElement json)
    {
        RecordElement texts = json.Find("text") is { } inner ? Parse(inner) : json;
        IReadOnlyList<string> images = CommonFields.OneOrMore(json.Find("image_path") ?? json.Find("image"));
        var record = new PreferenceRecord
        {
            Id = CommonFields.IdOrLine(json, json.Find("idx") is null ? "id" : "idx"),
            Images = images,
            Turns = [CommonFields.Question(texts["question"], images.Count)],
            Chosen = texts["chosen"].AsText(),
            Rejected = texts["rejected"].AsText(),
            Source = json.Find("ds_name")?.AsText() ?? CommonFields.Source(json),
        };
        return RecordRules.Require(record, Speaker.Human, json.Place);
    }

    private static RecordElement Parse(RecordElement text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text.AsText());
            return new RecordElement(json.RootElement.Clone(), "text", text.Place);
        }
        catch (JsonException exception)
        {
            throw new DataException(text.Fail("must be JSON with question, chosen and rejected, but can't be read.").Message, exception);
        }
    }
}
