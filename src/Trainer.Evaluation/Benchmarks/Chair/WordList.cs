namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>The word lists that come with the metric; see the README beside them for sources and licences.</summary>
internal static class WordList
{
    /// <summary>Words of each line, comma by comma, comments left out. Only the line is trimmed: a word may keep a leading blank.</summary>
    internal static IReadOnlyList<string[]> Read(string name)
    {
        using Stream stream = typeof(WordList).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its word list {name}.");
        using var reader = new StreamReader(stream);
        IEnumerable<string> lines = reader.ReadToEnd().Split('\n').Where(line => !string.IsNullOrWhiteSpace(line) && line[0] != '#');
        return [.. lines.Select(line => line.Trim().Split(", "))];
    }
}
