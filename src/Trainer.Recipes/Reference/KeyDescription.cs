namespace Trainer.Recipes.Reference;

/// <summary>What the reference says of one key of a block.</summary>
public sealed record KeyDescription
{
    /// <summary>As recipes write it.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that are understood.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Whether it takes several values.</summary>
    public required bool IsList { get; init; }

    /// <summary>One sentence or more.</summary>
    public required string Meaning { get; init; }

    /// <summary>Its value where it is not set.</summary>
    public required string Default { get; init; }

    /// <summary>The words that it may be, where these are all.</summary>
    public required IReadOnlyList<string> Words { get; init; }
}
