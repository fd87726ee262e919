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

    /// <summary>A path of a picture, a list of them, or none.</summary>
    public static IReadOnlyList<string> OneOrMore(RecordElement? images) =>
        images switch
        {
            null => [],
            { IsText: true } path => [path.AsText()],
            { } list => [.. list.AsList().Select(path => path.AsText())],
        };

    /// <summary>The identifier of a record that need not have one; the line where it begins names it then.</summary>
    public static string IdOrLine(RecordElement json, string name) => json.Find(name)?.AsIdentifier() ?? $"line-{json.Place.Line}";

    /// <summary>
    /// A question whose pictures, by the dataset's habit, stand before its words. A mark within the text is taken out: with
    /// the one before it, a picture would be shown twice.
    /// </summary>
    /// <param name="text">The question.</param>
    /// <param name="images">Number of pictures.</param>
    public static Turn Question(RecordElement text, int images)
    {
        string[] parts = text.AsText().Split(RecordRules.ImageMark);
        if (parts.Length - 1 > images)
        {
            throw text.Fail($"has {parts.Length - 1} {RecordRules.ImageMark} marks for {images} pictures. Each picture may have one mark at most.");
        }

        string marks = string.Concat(Enumerable.Repeat(RecordRules.ImageMark + "\n", images));
        return new Turn(Speaker.Human, marks + string.Concat(parts).Trim());
    }

    /// <summary>The optional <c>source</c>.</summary>
    public static string? Source(RecordElement json) => json.Find("source")?.AsText();

    /// <summary>The optional <c>source</c>, or what stands before the first dash of an identifier.</summary>
    public static string? SourceOf(RecordElement json, string id) =>
        Source(json) ?? (id.IndexOf('-', StringComparison.Ordinal) is > 0 and int dash ? id[..dash] : null);

    private static Speaker SpeakerOf(RecordElement from) =>
        from.AsText() switch
        {
            "human" => Speaker.Human,
            "gpt" => Speaker.Gpt,
            "system" => Speaker.System,
            string other => throw from.Fail($"must be human, gpt or system, but is '{other}'."),
        };
}
