using System.Globalization;
using Trainer.Data;

namespace Trainer.Evaluation.Benchmarks.MmBench;

/// <summary>MMBench's tables (arXiv:2307.06281): pictures as base64 inside, options in the columns A to E, which may be empty.</summary>
public static class MmBenchFile
{
    /// <summary>Longest text in the column of pictures that names another row instead.</summary>
    private const int LongestReference = 64;

    private static readonly string[] Letters = ["A", "B", "C", "D", "E"];

    private static readonly string[] Nothing = ["", "nan", "none"];

    /// <summary>Reads a table, and writes the pictures that are not there yet.</summary>
    /// <param name="path">The table.</param>
    /// <param name="pictures">Folder for the pictures, which are named by their row's index.</param>
    /// <exception cref="DataException">It can't be read, or a row lacks a column or has no right answer.</exception>
    public static IReadOnlyList<MmBenchQuestion> Read(string path, string pictures) => [.. TabTable.Read(path).Select(row => Parse(path, row, pictures))];

    private static MmBenchQuestion Parse(string path, IReadOnlyDictionary<string, string> row, string pictures)
    {
        string index = Field(path, row, "index");
        string[] options = [.. Letters.Select(letter => row.GetValueOrDefault(letter, "")).TakeWhile(IsSet)];
        int right = Array.IndexOf(Letters, Field(path, row, "answer"));
        if (right < 0 || right >= options.Length || !long.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            throw new DataException($"{path}: row {index} must have a whole number as index and a letter of its {options.Length} options as answer. Use the dev split, which has answers.");
        }

        string hint = row.GetValueOrDefault("hint", "");
        string text = (IsSet(hint) ? hint + "\n" : "") + Field(path, row, "question");
        return new MmBenchQuestion(
            number, Picture(path, index, row, pictures), text, options, right, row.GetValueOrDefault("category", ""), row.GetValueOrDefault("l2-category", ""));
    }

    private static string Picture(string path, string index, IReadOnlyDictionary<string, string> row, string pictures)
    {
        string content = Field(path, row, "image");
        string name = $"{(content.Length <= LongestReference ? content : index)}.jpg";
        string file = Path.Combine(pictures, name);
        if (content.Length > LongestReference && !File.Exists(file))
        {
            Directory.CreateDirectory(pictures);
            File.WriteAllBytes(file, Decode(path, index, content));
        }

        return name;
    }

    private static byte[] Decode(string path, string index, string content)
    {
        try
        {
            return Convert.FromBase64String(content);
        }
        catch (FormatException error)
        {
            throw new DataException($"{path}: the picture of row {index} is no base64. Load the file again.", error);
        }
    }

    private static string Field(string path, IReadOnlyDictionary<string, string> row, string name) => row.TryGetValue(name, out string? value)
        ? value
        : throw new DataException($"{path} has no column {name}. MMBench's tables have index, image, question, hint, A to D, answer, category and l2-category.");

    private static bool IsSet(string value) => !Nothing.Contains(value.ToLowerInvariant());
}
