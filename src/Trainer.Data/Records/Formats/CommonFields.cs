namespace Trainer.Data.Records.Formats;

/// <summary>Fields that several formats share.</summary>
internal static class CommonFields
{
    /// <summary>A list of <c>{"from": "human" | "gpt" | "system", "value": text}</c>.</summary>
    public static IReadOnlyList<Turn> Turns(RecordElement list) =>
        [.. list.AsList().Select(turn => new Turn(SpeakerOf(turn["from"]), turn["value"].AsText()))];

    /// <summary>The optional list <c>images</c>.</summary>
    public static IReadOnlyList<string> Images(RecordElement json) =>
        json.Find("images") is { } images ? [.. images.AsList().Select(image => image.AsText())] : [];

    /// <summary>The optional <c>source</c>.</summary>
    public static string? Source(RecordElement json) => json.Find("source")?.AsText();

    private static Speaker SpeakerOf(RecordElement from) =>
        from.AsText() switch
        {
            "human" => Speaker.Human,
            "gpt" => Speaker.Gpt,
            "system" => Speaker.System,
            string other => throw from.Fail($"must be human, gpt or system, but is '{other}'."),
        };
}
