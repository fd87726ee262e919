namespace Trainer.Preparation.Common;

/// <summary>Writes <c>problems.jsonl</c>, and goes on behind the last saved line.</summary>
internal sealed class ProblemFile : IDisposable
{
    private readonly FileStream stream;
    private readonly SourceInput input;

    internal ProblemFile(string path, long length, SourceInput input)
    {
        this.input = input;
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
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
}
