using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Common.Answers;

/// <summary>
/// The answers so far, as JSON lines that only grow. Each batch is on the disk before the next begins. All processes know all
/// answers; the first one has the file.
/// </summary>
internal sealed class AnswerLog : IDisposable
{
    private readonly ProcessGroup group;
    private readonly GrowingFile? file;
    private readonly Dictionary<(int Record, int Sample), GeneratedAnswer> answers = [];

    private AnswerLog(ProcessGroup group, GrowingFile? file)
    {
        this.group = group;
        this.file = file;
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
        var log = new AnswerLog(group, group.IsFirst ? new GrowingFile(path) : null);
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
        byte[] own = Encoding.UTF8.GetBytes(string.Concat(batch.Select(answer => Line(answer, AnswerJson.Default.GeneratedAnswer))));
        byte[] all = [.. group.AllGather(own).SelectMany(lines => lines)];
        file?.Append(all);
        foreach (string line in Lines(all))
        {
            Add(JsonSerializer.Deserialize(line, AnswerJson.Default.GeneratedAnswer)!);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private void Read(string path, string settings)
    {
        string[] lines = Lines(group.AllGather(file?.ReadWhole() ?? [])[0]);
        if (lines.Length == 0)
        {
            file?.Append(Encoding.UTF8.GetBytes(Line(new AnswerLogHeader(settings), AnswerJson.Default.AnswerLogHeader)));
            return;
        }

        if (Parse(lines[0], AnswerJson.Default.AnswerLogHeader, path, 1).Settings != settings)
        {
            throw new DataException($"{path} holds answers of another model, other records or other settings. Choose another output_dir, or delete the file to begin again.");
        }

        for (int i = 1; i < lines.Length; i++)
        {
            Add(Parse(lines[i], AnswerJson.Default.GeneratedAnswer, path, i + 1));
        }
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
