namespace Trainer.Preparation.Common;

/// <summary>What to convert and how.</summary>
public sealed record PreparationOptions
{
    /// <summary>Folder of the dataset's own files, or one of them.</summary>
    public required string Input { get; init; }

    /// <summary>Folder to write to.</summary>
    public required string Output { get; init; }

    /// <summary>Folder that paths of pictures start from; null: pictures are not looked at.</summary>
    public string? Images { get; init; }

    /// <summary>How closely pictures are looked at.</summary>
    public PictureCheckLevel ImageCheck { get; init; } = PictureCheckLevel.Decode;

    /// <summary>Files of benchmarks, whose pictures should not be trained on.</summary>
    public IReadOnlyList<string> HeldOut { get; init; } = [];

    /// <summary>Whether records that use such a picture are dropped; otherwise they are only counted and named.</summary>
    public bool DropLeaks { get; init; }

    /// <summary>Values of the source's own options by name; those that are not here have their defaults.</summary>
    public IReadOnlyDictionary<string, string> Choices { get; init; } = new Dictionary<string, string>();

    /// <summary>Units between two savings: what is lost at most when a conversion is interrupted.</summary>
    public int UnitsBetweenSaves { get; init; } = 8192;
}
