using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Toy;

/// <summary>
/// A language model in closed form: the next token's scores are an integer formula of the last two tokens and the length.
/// A reference implementation ran on the same formula.
/// </summary>
internal sealed class ToySession(IReadOnlyList<Prompt> rows, double endBase = -6, double endSlope = 0.2, IAttentionObserver? observer = null) : IDecodingSession
{
    internal const int Vocabulary = 24;
    internal const long End = 2;

    private const int Heads = 2;

    private List<long>[] texts = [.. rows.Select(row => row.TokenIds.ToList())];

    public Tensor Begin() => Scores();

    public Tensor Advance(long[] tokens, long[]? sources = null)
    {
        texts = [.. tokens.Select((token, row) => texts[sources?[row] ?? row].Append(token).ToList())];
        Show([.. texts.Select(text => new[] { text })]);
        return Scores();
    }

    public void Peek(long[] sources, long[] tokens)
    {
        List<long>[] tried = [.. sources.Zip(tokens, (row, token) => texts[row].Append(token).ToList())];
        Show([.. texts.Select((_, row) => tried.Where((_, i) => sources[i] == row).ToArray())]);
    }

    public Tensor Restart(IReadOnlyList<IReadOnlyList<long>> answers)
    {
        texts = [.. rows.Select((row, index) => row.TokenIds.Concat(answers[index]).ToList())];
        return Scores();
    }

    public void Dispose()
    {
    }

    /// <summary>Shows where the last token of each text looks: of texts of one row side by side, behind what they have in common.</summary>
    private void Show(List<long>[][] textsOfRows)
    {
        if (observer is null || !observer.Wants(0, 1))
        {
            return;
        }

        int width = textsOfRows.Max(own => own.Length);
        int common = textsOfRows.Max(own => own.Max(text => text.Count)) - 1;
        var weights = new float[textsOfRows.Length * Heads * width * (common + width)];
        for (int row = 0; row < textsOfRows.Length; row++)
        {
            for (int head = 0; head < Heads; head++)
            {
                for (int query = 0; query < textsOfRows[row].Length; query++)
                {
                    List<long> text = textsOfRows[row][query];
                    float[] own = Attention(text, rows[row].TokenIds.Length, head);
                    Span<float> target = weights.AsSpan(((((row * Heads) + head) * width) + query) * (common + width), common + width);
                    own[..^1].CopyTo(target[(common - text.Count + 1)..]);
                    target[common + query] = own[^1];
                }
            }
        }

        observer.Observe(0, Tensor.From(weights, textsOfRows.Length, Heads, width, common + width));
    }

    private static float[] Attention(List<long> text, int prompt, int head)
    {
        int query = text.Count - 1;
        double[] weights = [.. text.Select((token, key) => 1
            + ((((7 * query) + (11 * key) + (5 * head) + (3 * token) + text[query]) % 13) / 13.0)
            + (key == 0 ? 60 : 0)
            + (head == 0 && prompt <= key && key < query && (key - prompt) % 14 == 11 && token % 5 != 2 ? 5 : 0))];
        return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
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
