namespace Trainer.Data.Records;

/// <summary>What the records of all stages have.</summary>
public interface IRecord
{
    /// <summary>Names the record in messages and results. Not necessarily unique.</summary>
    string Id { get; }

    /// <summary>Paths of the pictures below the dataset's image folder, in the order of the <c>&lt;image&gt;</c> marks.</summary>
    IReadOnlyList<string> Images { get; }

    /// <summary>The conversation; in preferences and prompts, what leads up to the answer.</summary>
    IReadOnlyList<Turn> Turns { get; }

    /// <summary>Where the record comes from, such as <c>vqa_v2</c>; null when not stated.</summary>
    string? Source { get; }
}
