using Trainer.Torch;

namespace Trainer.Decoding.Tests.Toy;

/// <summary>
/// A language model in closed form: the next token's scores are an integer formula of the last two tokens and the length.
/// A reference implementation ran on the same formula.
/// </summary>
internal sealed class ToySession(IReadOnlyList<Prompt> rows, double endBase = -6, double endSlope = 0.2) : IDecodingSession
{
    internal const int Vocabulary = 24;
    internal const long End = 2;

    private List<long>[] texts = [.. rows.Select(row => row.TokenIds.ToList())];

    public Tensor Begin() => Scores();

    public Tensor Advance(long[] tokens)
    {
        for (int row = 0; row < texts.Length; row++)
        {
            texts[row].Add(tokens[row]);
        }

        return Scores();
    }

    public Tensor Peek(long[] tokens)
    {
        Tensor scores = Advance(tokens);
        Array.ForEach(texts, text => text.RemoveAt(text.Count - 1));
        return scores;
    }

    public void Reorder(long[] order) => texts = [.. order.Select(row => texts[row].ToList())];

    public Tensor Restart(IReadOnlyList<IReadOnlyList<long>> answers)
    {
        texts = [.. rows.Select((row, index) => row.TokenIds.Concat(answers[index]).ToList())];
        return Scores();
    }

    public void Dispose()
    {
    }

    private Tensor Scores() => Tensor.From([.. texts.SelectMany((text, row) => Scores(text, rows[row].TokenIds.Length))], texts.Length, Vocabulary);

    private IEnumerable<float> Scores(List<long> text, int prompt)
    {
        long length = text.Count;
        long a = text[^1];
        long b = text[^2];
        for (long v = 0; v < Vocabulary; v++)
        {
            long mix = ((131 * a * a) + (977 * a) + (71 * b * b) + (613 * b) + (389 * length) + (257 * v * v) + (v * ((89 * a) + (57 * length) + (41 * b) + 29))) % 1009;
            yield return v switch
            {
                < End => -10 - v,
                End => (float)(endBase + (endSlope * (length - prompt))),
                _ => 8 * mix / 1009f,
            };
        }
    }
}
