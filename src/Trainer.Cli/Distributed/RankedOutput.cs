namespace Trainer.Cli.Distributed;

/// <summary>Passes on what several processes say, line by line, so that each line stays whole and shows whose it is.</summary>
/// <param name="output">Takes results; only rank 0 has any, and they stay as they are, for programs read them.</param>
/// <param name="error">Takes everything else.</param>
/// <param name="showsRanks">Whether lines begin with their process's rank.</param>
internal sealed class RankedOutput(TextWriter output, TextWriter error, bool showsRanks)
{
    private readonly Lock turn = new();

    /// <summary>Passes on a line of standard output; null is its end.</summary>
    internal void Result(string? line) => Write(output, line);

    /// <summary>Passes on a line of standard error; null is its end.</summary>
    internal void Remark(int rank, string? line) => Write(error, showsRanks && line is not null ? $"[{rank}] {line}" : line);

    private void Write(TextWriter writer, string? line)
    {
        if (line is not null)
        {
            lock (turn)
            {
                writer.WriteLine(line);
            }
        }
    }
}
