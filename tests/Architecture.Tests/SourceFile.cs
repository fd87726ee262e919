namespace Architecture.Tests;

/// <summary>A file of the repository that a person wrote.</summary>
/// <param name="Path">Relative to the repository's root, with forward slashes.</param>
/// <param name="Text">The whole text.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The name up to the first dot: <c>Tensor</c> for <c>Tensor.Shape.cs</c>.</summary>
    internal string Stem => System.IO.Path.GetFileName(Path).Split('.')[0];

    internal int LineCount => Text.AsSpan().Count('\n');

    internal bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    internal bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal) || Path.EndsWith(".cpp", StringComparison.Ordinal)
        || Path.EndsWith(".h", StringComparison.Ordinal) || Path.EndsWith(".py", StringComparison.Ordinal)
        || Path.EndsWith(".sh", StringComparison.Ordinal);

    public override string ToString() => Path;
}
