namespace Trainer.Data.Records;

/// <summary>What must hold within a record once its fields have the right types.</summary>
internal static class RecordRules
{
    /// <summary>Stands for a picture in text.</summary>
    public const string ImageMark = "<image>";

    /// <summary>Checks speakers, pictures and their marks.</summary>
    /// <param name="record">The record.</param>
    /// <param name="last">Who must speak last.</param>
    /// <param name="place">Where it begins.</param>
    /// <returns>The record itself.</returns>
    public static T Require<T>(T record, Speaker last, RecordPlace place)
        where T : IRecord
    {
        RequireSpeakers(record.Turns, last, place);
        RequireImages(record, place);
        return record;
    }

    private static void RequireSpeakers(IReadOnlyList<Turn> turns, Speaker last, RecordPlace place)
    {
        int first = turns.Count > 0 && turns[0].From == Speaker.System ? 1 : 0;
        for (int i = first; i < turns.Count; i++)
        {
            Speaker expected = (i - first) % 2 == 0 ? Speaker.Human : Speaker.Gpt;
            if (turns[i].From != expected)
            {
                throw place.Fail($"turn {i + 1}", $"must be {Name(expected)}'s, because human and gpt take turns, but is {Name(turns[i].From)}'s.");
            }
        }

        if (turns.Count == first || turns[^1].From != last)
        {
            throw place.Fail("", $"must end with a turn of {Name(last)}.");
        }
    }

    private static void RequireImages(IRecord record, RecordPlace place)
    {
        foreach (string path in record.Images)
        {
            if (!ImagePaths.IsInside(path))
            {
                throw place.Fail("images", $"must be paths relative to the image folder, without '..', but one is '{path}'.");
            }
        }

        int marks = record.Turns.Sum(turn => turn.Value.Split(ImageMark).Length - 1);
        if (marks != record.Images.Count)
        {
            throw place.Fail("images", $"lists {record.Images.Count}, but the text has {marks} {ImageMark} marks. Each picture needs one mark.");
        }
    }

    private static string Name(Speaker speaker) => speaker.ToString().ToLowerInvariant();
}
