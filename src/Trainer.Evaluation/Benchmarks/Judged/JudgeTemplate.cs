using System.Security.Cryptography;
using System.Text;
using Trainer.Data;

namespace Trainer.Evaluation.Benchmarks.Judged;

/// <summary>The words in which a judge is asked, with <c>{}</c> for each part that is filled in, as the reference scripts have it.</summary>
/// <param name="Text">The words.</param>
public sealed record JudgeTemplate(string Text)
{
    /// <summary>Where a part goes.</summary>
    public const string Place = "{}";

    /// <summary>Name of the file that replaces our words by others, such as the reference's.</summary>
    public const string FileName = "judge_template.txt";

    /// <summary>Names the words: scores under different ones must not be compared.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>The template in a benchmark's folder, or ours.</summary>
    /// <param name="source">The dataset.</param>
    /// <param name="folder">The benchmark's folder.</param>
    /// <param name="ours">Our words.</param>
    /// <exception cref="DataException">The file has another number of places.</exception>
    public static JudgeTemplate Open(BenchmarkSource source, string folder, string ours)
    {
        if (source.Find(folder, FileName) is not { } path)
        {
            return new JudgeTemplate(ours);
        }

        var theirs = new JudgeTemplate(File.ReadAllText(path));
        int wanted = new JudgeTemplate(ours).Places;
        return theirs.Places == wanted
            ? theirs
            : throw new DataException($"{path} has {theirs.Places} places {Place}, but {wanted} parts are to be filled in. Use the reference's template as it is.");
    }

    /// <summary>The words with their parts, in order.</summary>
    /// <param name="parts">As many as there are places.</param>
    public string Fill(params IReadOnlyList<string> parts)
    {
        string[] pieces = Text.Split(Place);
        return string.Concat(pieces.Zip(parts.Append(""), (piece, part) => piece + part));
    }

    private int Places => Text.Split(Place).Length - 1;
}
