using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Trainer.Data;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Bpo;

/// <summary>
/// The answers so far, as JSON lines that only grow. Each batch is on the disk before the next begins; a last line that an
/// interruption left torn is cut off when the file is opened again. All processes know all answers; the first one has the file.
/// </summary>
internal sealed class AnswerLog : IDisposable
{
    private readonly ProcessGroup group;
    private readonly FileStream? stream;
    private readonly Dictionary<(int Record, int Sample), GeneratedAnswer> answers = [];

    private AnswerLog(ProcessGroup group, FileStream? stream)
    {
        this.group = group;
        this.stream = stream;
    }

    /// <summary>Number of answers.</summary>
    internal int Count => answers.Count;

    /// <summary>An answer that is there.</summary>
    internal GeneratedAnswer this[int record, int sample] => answers[(record, sample)];

    /// <summary>Opens or begins a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Fingerprint of everything that the answers depend on.</param>
    /// <param name="group">The processes that answer together.</param>
    /// <exception cref="DataException">The file is that of other settings, or damaged.</exception>
    internal static AnswerLog Open(string path, string settings, ProcessGroup group)
    {
        var log = new AnswerLog(group, group.IsFirst ? new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read) : null);
        try
        {
            log.Read(path, settings);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is an answer.</summary>
    internal bool Has(int record, int sample) => answers.ContainsKey((record, sample));

    /// <summary>Appends the batches of all processes in the order of their ranks, and returns once they are on the disk.</summary>
    /// <param name="batch">That of this process.</param>
    internal void Append(IReadOnlyList<GeneratedAnswer> batch)
    {
        byte[] own = Encoding.UTF8.GetBytes(string.Concat(batch.Select(answer => Line(answer, BpoJson.Default.GeneratedAnswer))));
        byte[] all = [.. group.AllGather(own).SelectMany(lines => lines)];
        stream?.Write(all);
        stream?.Flush(flushToDisk: true);
        foreach (string line in Lines(all))
        {
            Add(JsonSerializer.Deserialize(line, BpoJson.Default.GeneratedAnswer)!);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream?.Dispose();

    private void Read(string path, string settings)
    {
        string[] lines = Lines(group.AllGather(ReadWhole())[0]);
        if (lines.Length == 0)
        {
            stream?.Write(Encoding.UTF8.GetBytes(Line(new AnswerLogHeader(settings), BpoJson.Default.AnswerLogHeader)));
            return;
        }

        if (Parse(lines[0], BpoJson.Default.AnswerLogHeader, path, 1).Settings != settings)
        {
            throw new DataException($"{path} holds answers of another model, other records or other settings. Choose another output_dir, or delete the file to begin again.");
        }

        for (int i = 1; i < lines.Length; i++)
        {
            Add(Parse(lines[i], BpoJson.Default.GeneratedAnswer, path, i + 1));
        }
    }

    /// <summary>The whole lines of the file, which is cut behind them; nothing where this process has no file.</summary>
    private byte[] ReadWhole()
    {
        if (stream is null)
        {
            return [];
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        int whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        stream.SetLength(whole);
        return bytes[..whole];
    }

    private static string[] Lines(byte[] text) => Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Add(GeneratedAnswer answer) => answers[(answer.Record, answer.Sample)] = answer;

    private static string Line<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type) + "\n";

    private static T Parse<T>(string line, JsonTypeInfo<T> type, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type)!;
        }
        catch (JsonException error)
        {
            throw new DataException($"{path}:{number}: the line is no answer of such a run. Delete the file to begin again.", error);
        }
    }
}
