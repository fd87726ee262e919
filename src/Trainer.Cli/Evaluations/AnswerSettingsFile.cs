using System.Text.Json;
using Trainer.Data;
using Trainer.Evaluation.Benchmarks;

namespace Trainer.Cli.Evaluations;

/// <summary>Keeps beside an answers file what its answers were given with, in <c>NAME.asked.json</c>.</summary>
internal static class AnswerSettingsFile
{
    /// <summary>Where the settings of an answers file lie.</summary>
    internal static string PathFor(string answers) => Path.ChangeExtension(answers, ".asked.json");

    /// <summary>The settings of an answers file; null where nobody kept them.</summary>
    /// <exception cref="DataException">The file is there, but is something else.</exception>
    internal static AnswerSettings? Read(string answers)
    {
        string path = PathFor(answers);
        try
        {
            return File.Exists(path) ? ResultFile.FromJson<AnswerSettings>(File.ReadAllText(path)) : null;
        }
        catch (JsonException error)
        {
            throw new DataException($"{path} does not say what the answers beside it were given with: see its line {error.LineNumber + 1}. Name another --answers, or delete both to ask anew.", error);
        }
    }

    /// <summary>Keeps the settings of an answers file that has no answers yet.</summary>
    internal static void Write(string answers, AnswerSettings settings)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(answers))!);
        ResultFile.Write(PathFor(answers), settings);
    }

    /// <summary>Answers may be added to a file only if they are given as those that it has.</summary>
    /// <param name="answers">The answers file.</param>
    /// <param name="settings">How answers would be given; costs a look at all weights.</param>
    /// <returns>What the file's answers are given with, those to come included; null where that is not known of those that are there.</returns>
    /// <exception cref="UsageException">They were given with other settings.</exception>
    internal static AnswerSettings? Claim(string answers, Lazy<AnswerSettings> settings)
    {
        if (!File.Exists(answers) || new FileInfo(answers).Length == 0)
        {
            Write(answers, settings.Value);
            return settings.Value;
        }

        AnswerSettings? kept = Read(answers);
        string[] differences = kept is null ? [] : [.. settings.Value.Differences(kept, besidesModel: false)];
        return differences.Length == 0 ? kept : throw new UsageException(
            $"{answers} has answers of other settings: this evaluation has {string.Join(", ", differences)}. Choose theirs, name another --answers, or delete the file to ask anew.");
    }
}
