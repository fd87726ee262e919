namespace Trainer.Data.Records.Formats;

/// <summary>Reads messages <c>{"role", "content": text or [{"type": "text" | "image" | "image_url", ...}]}</c>.</summary>
/// <param name="listed">Pictures that the record lists beside its messages.</param>
internal sealed class ChatMessages(IReadOnlyList<string> listed)
{
    private readonly List<string> images = [.. listed];

    /// <summary>The listed pictures, and those that messages name.</summary>
    public IReadOnlyList<string> Images => images;

    /// <summary>The turns, with a mark where a picture stands.</summary>
    public IReadOnlyList<Turn> Turns(RecordElement list) =>
        [.. list.AsList().Select(message => new Turn(SpeakerOf(message["role"]), TextOf(message["content"])))];

    private string TextOf(RecordElement content) =>
        content.IsText ? content.AsText() : string.Join('\n', content.AsList().Select(PartOf));

    private string PartOf(RecordElement part)
    {
        RecordElement type = part["type"];
        switch (type.AsText())
        {
            case "text":
                return part["text"].AsText();
            case "image":
                return RecordRules.ImageMark;
            case "image_url":
                images.Add(part["image_url"]["url"].AsText());
                return RecordRules.ImageMark;
            default:
                throw type.Fail($"must be text, image or image_url, but is '{type.AsText()}'.");
        }
    }

    private static Speaker SpeakerOf(RecordElement role) => role.AsText() switch
    {
        "user" => Speaker.Human,
        "assistant" => Speaker.Gpt,
        "system" => Speaker.System,
        string other => throw role.Fail($"must be user, assistant or system, but is '{other}'."),
    };
}
