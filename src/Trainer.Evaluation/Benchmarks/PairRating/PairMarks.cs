using System.Globalization;

namespace Trainer.Evaluation.Benchmarks.PairRating;

/// <summary>A judge's marks of two descriptions.</summary>
/// <param name="Accuracy">How free of hallucination the first and the second are, from 1 to 10.</param>
/// <param name="Detail">How detailed they are, hallucinated detail left out.</param>
public sealed record PairMarks((int First, int Second) Accuracy, (int First, int Second) Detail)
{
    /// <summary>
    /// OPERA's rule: what stands after the last "Accuracy: " and "Detailedness: " up to the end of the line must be two whole numbers with one blank
    /// between. Null for a reply that can't be read: OPERA leaves it out, or fails where a comma follows a number.
    /// </summary>
    public static PairMarks? Read(string reply) =>
        Pair(reply, "Accuracy: ") is { } accuracy && Pair(reply, "Detailedness: ") is { } detail ? new PairMarks(accuracy, detail) : null;

    /// <summary>The same marks for the other order of the two.</summary>
    internal PairMarks Swapped => new((Accuracy.Second, Accuracy.First), (Detail.Second, Detail.First));

    private static (int First, int Second)? Pair(string reply, string label)
    {
        int place = reply.LastIndexOf(label, StringComparison.Ordinal);
        string[] words = reply[(place < 0 ? 0 : place + label.Length)..].Split('\n', 2)[0].Split(' ');
        return words.Select(Number).ToArray() is [{ } first, { } second] ? (first, second) : null;
    }

    private static int? Number(string word) => int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
}
