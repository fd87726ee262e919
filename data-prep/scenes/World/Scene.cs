namespace Trainer.Scenes.World;

/// <summary>One object of a picture.</summary>
/// <param name="Category">What it is.</param>
/// <param name="Cell">Quarter of the picture: 0 top left, 1 top right, 2 bottom left, 3 bottom right.</param>
/// <param name="X">Left edge in pixels.</param>
/// <param name="Y">Top edge in pixels.</param>
/// <param name="Size">Width and height in pixels.</param>
public sealed record SceneObject(Category Category, int Cell, int X, int Y, int Size)
{
    /// <summary>The quarters in words, by cell.</summary>
    public static IReadOnlyList<string> Places { get; } = ["top left", "top right", "bottom left", "bottom right"];

    /// <summary>The quarter in words.</summary>
    public string Place => Places[Cell];
}

/// <summary>One picture: what is in it and what lies behind.</summary>
/// <param name="Id">Number of the picture, from 1.</param>
/// <param name="Context">Where it plays.</param>
/// <param name="Background">Index of the background colour.</param>
/// <param name="Objects">In reading order; no category twice.</param>
public sealed record Scene(int Id, Context Context, int Background, IReadOnlyList<SceneObject> Objects)
{
    /// <summary>Name of the picture's file.</summary>
    public string FileName => $"{Id:D12}.png";

    /// <summary>The background's colour in words.</summary>
    public string BackgroundName => SceneWorld.Backgrounds[Background].Name;

    /// <summary>What usually goes with the first object.</summary>
    public Companion Companion => SceneWorld.Companions[Objects[0].Category.Name];

    /// <summary>Whether a category is in the picture.</summary>
    public bool Holds(Category category) => Objects.Any(item => item.Category == category);
}
