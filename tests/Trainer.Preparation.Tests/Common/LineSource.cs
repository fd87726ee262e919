using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Tests.Common;

/// <summary>A source of two files for tests of the frame: each line a conversation, and a table of what the lines say, put together first.</summary>
internal sealed class LineSource : IDataSource
{
    /// <summary>Is called before a line is converted; what it throws stops the conversion as a power cut would.</summary>
    internal Action<string> BeforeEach { get; init; } = _ => { };

    public string Name => "lines";

    public string Summary => "Lines.";

    public int Version => 1;

    public IReadOnlyList<SourceOption> Options { get; } = [SourceOption.Choice("case", "Case of the answers.", "keep", "upper"), SourceOption.Number("most", "Most letters.", 10, 1, 99)];

    public IEnumerable<PlannedFile> Plan(SourceInput input)
    {
        string path = input.Require("the lines", "*.jsonl")[0];
        return
        [
            PlannedFile.Conversations("lines/all.jsonl", _ => new ElementUnits(ElementFile.Open(path), line => Convert(line, input.Choices))),
            PlannedFile.Facts("facts.json", log => Gather(path, log)),
        ];
    }

    private Converted Convert(RecordElement line, SourceChoices choices)
    {
        string id = line["id"].AsIdentifier();
        BeforeEach(id);
        string text = line["text"].AsText();
        if (text.Length > choices.Number("most"))
        {
            return Converted.Nothing("too long");
        }

        string? image = line.Find("image")?.AsText();
        return Converted.To(PreparedItem.Of(new ConversationRecord
        {
            Id = id,
            Images = image is null ? [] : [image],
            Turns = [new Turn(Speaker.Human, image is null ? "Say it." : "<image>\nSay it."), new Turn(Speaker.Gpt, choices["case"] == "upper" ? text.ToUpperInvariant() : text)],
        }));
    }

    private GatheredUnits<string> Gather(string path, GatherLog log)
    {
        var units = new List<(UnitPlace, string)>();
        using ElementFile file = ElementFile.Open(path);
        log.ReadAll(file, (place, line) => units.Add((place, line["id"].AsIdentifier())));
        log.LeaveOut("gathered once");
        return new GatheredUnits<string>(units, id =>
        {
            BeforeEach("fact " + id);
            return Converted.To(PreparedItem.Facts(id, [], [$"{id} é"]));
        });
    }
}
