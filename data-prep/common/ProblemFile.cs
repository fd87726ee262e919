using Trainer.Data;

namespace Trainer.Preparation.Common;

/// <summary>Writes <c>problems.jsonl</c>, and goes on behind the last saved line.</summary>
internal sealed class ProblemFile : IDisposable
{
    private readonly FileStream stream;
    private readonly SourceInput input;

    internal ProblemFile(string path, long length, SourceInput input)
    {
        this.input = input;
        stream = Open(path);
        stream.SetLength(length);
        stream.Seek(0, SeekOrigin.End);
    }

    internal void Write(string output, UnitPlace place, Problem problem) => stream.Write(problem.ToLine(output, input.NameOf(place.Place.File), place));

    /// <summary>Puts everything on the disk and says how much that is.</summary>
    internal long Flush()
    {
        stream.Flush(flushToDisk: true);
        return stream.Position;
    }

    public void Dispose() => stream.Dispose();

    /// <summary>It is the first file that a conversion opens, and open as long as it goes on: so no two of them write the same set.</summary>
    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new DataException($"{path} can't be opened: does another conversion write to this folder? Wait for it, or choose another --out. {error.Message}", error);
        }
    }
}
