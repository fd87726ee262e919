namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>The COCO classes that a caption mentions, in order and with repetition (CHAIR, arXiv:1809.02156).</summary>
/// <param name="Mentions">What it mentions.</param>
/// <param name="TokenCount">Words and signs, joined pairs counted once: the caption's length.</param>
public sealed record CaptionObjects(IReadOnlyList<ObjectMention> Mentions, int TokenCount)
{
    /// <summary>Reads a caption.</summary>
    public static CaptionObjects Find(string caption)
    {
        IReadOnlyList<CaptionToken> tokens = CaptionTokenizer.Tokenize(caption);
        List<CaptionToken> words = Join([.. tokens.Select((token, index) =>
            token with { Text = RuleLemmatiser.Lemma(token.Text, index > 0 ? tokens[index - 1].Text : null) })]);

        // "The seat of the toilet" is no chair.
        bool hasToilet = words.Any(word => word.Text == "toilet");
        IEnumerable<ObjectMention> mentions =
            from word in words
            let nodeWord = ChairVocabulary.ClassOf(word.Text)
            where nodeWord is not null && !(hasToilet && word.Text == "seat")
            select new ObjectMention(word.Text, nodeWord, word.Start, word.Length);
        return new CaptionObjects([.. mentions], words.Count);
    }

    /// <summary>Joins pairs from left to right; a word is part of one pair at most.</summary>
    private static List<CaptionToken> Join(IReadOnlyList<CaptionToken> words)
    {
        var joined = new List<CaptionToken>(words.Count);
        for (int i = 0; i < words.Count; i++)
        {
            CaptionToken word = words[i];
            if (i + 1 < words.Count && ChairVocabulary.Join(word.Text, words[i + 1].Text) is { } pair)
            {
                i++;
                word = new CaptionToken(pair, word.Start, words[i].End - word.Start);
            }

            joined.Add(word);
        }

        return joined;
    }
}
