namespace Trainer.Recipes.Yaml;

/// <summary>A value of a recipe before it has a type. Immutable, so that aliases may share it and overrides make new trees.</summary>
/// <param name="Origin">Where it was written.</param>
/// <param name="Size">Number of nodes in this tree, aliases counted each time they are used.</param>
internal abstract record Node(Origin Origin, long Size)
{
    /// <summary>What a reader of the file would call this value.</summary>
    public abstract string Description { get; }
}

/// <summary>Text, a number, a switch, or nothing.</summary>
/// <param name="Text">The characters, unquoted.</param>
/// <param name="IsPlain">Whether it was written without quotes.</param>
/// <param name="Origin">Where it was written.</param>
internal sealed record ScalarNode(string Text, bool IsPlain, Origin Origin) : Node(Origin, 1)
{
    private const int LongestQuote = 60;

    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    public override string Description =>
        IsNull ? "empty" : Text.Length <= LongestQuote ? $"'{Text}'" : $"'{Text[..LongestQuote]}…'";
}

/// <summary>A list.</summary>
internal sealed record SequenceNode(IReadOnlyList<Node> Items, Origin Origin)
    : Node(Origin, 1 + Items.Sum(item => item.Size))
{
    public override string Description => "a list";
}

/// <summary>A block of keys.</summary>
internal sealed record MappingNode(IReadOnlyList<MappingEntry> Entries, Origin Origin)
    : Node(Origin, 1 + Entries.Sum(entry => entry.Value.Size))
{
    public override string Description => "a block of keys";
}

/// <summary>One key of a block.</summary>
internal sealed record MappingEntry(string Key, Node Value, Origin Origin);
