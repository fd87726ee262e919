namespace Trainer.Data.Text;

/// <summary>The mark that stands for an image in text, as LLaVA writes it.</summary>
public static class ImagePlaceholder
{
    /// <summary>The mark in text.</summary>
    public const string Text = "<image>";

    /// <summary>The mark among ids. It is never a row of an embedding table.</summary>
    public const long Id = -200;

    /// <summary>Counts the images of a text.</summary>
    public static int Count(string text) => text.Split(Text).Length - 1;

    /// <summary>Puts the images of a turn in front of its words: the place where models are trained to see them.</summary>
    /// <param name="turn">The turn's text.</param>
    /// <param name="gap">What follows each image; LLaVA puts each on its own line.</param>
    public static string MoveToFront(string turn, string gap = "\n")
    {
        int count = Count(turn);
        string words = turn.Replace(Text, "", StringComparison.Ordinal).Trim();
        return count == 0 ? turn : (string.Concat(Enumerable.Repeat(Text + gap, count)) + words).Trim();
    }

    /// <summary>
    /// Tokens of a text with one <see cref="Id"/> for each image. The parts between are tokenized on their own, so each begins with its own
    /// space: what LLaVA was trained on.
    /// </summary>
    public static IReadOnlyList<TextToken> Tokenize(ITokenizer tokenizer, string text)
    {
        var tokens = new List<TextToken>();
        int begin = 0;
        foreach (string part in text.Split(Text))
        {
            if (begin > 0)
            {
                tokens.Add(new TextToken(Id, begin - Text.Length, begin));
            }

            int shift = begin;
            tokens.AddRange(tokenizer.Tokenize(part).Select(token => token with { Begin = token.Begin + shift, End = token.End + shift }));
            begin += part.Length + Text.Length;
        }

        return tokens;
    }
}
