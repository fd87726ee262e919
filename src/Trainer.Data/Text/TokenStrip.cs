namespace Trainer.Data.Text;

/// <summary>Shows encoded text token by token; each picture is one, however many positions it takes.</summary>
/// <param name="pieceOf">How the vocabulary writes an id.</param>
/// <param name="options">Geometry of pictures.</param>
public sealed class TokenStrip(Func<long, string> pieceOf, ConversationEncoderOptions options)
{
    /// <summary>Tokens that training uses.</summary>
    /// <param name="ids">The ids, [tokens].</param>
    /// <param name="labels">For every position the id that is learnt there, or <see cref="TokenizedConversation.Ignored"/>, [tokens].</param>
    public IReadOnlyList<ShownToken> Of(ReadOnlySpan<long> ids, ReadOnlySpan<long> labels)
    {
        var tokens = new List<ShownToken>();
        for (int place = 0; place < ids.Length;)
        {
            TokenUse use = labels[place] == TokenizedConversation.Ignored ? TokenUse.Masked : TokenUse.Learnt;
            tokens.Add(Next(ids, ref place, use));
        }

        return tokens;
    }

    /// <summary>Tokens from which nothing is learnt.</summary>
    /// <param name="ids">The ids, [tokens].</param>
    public IReadOnlyList<ShownToken> Read(ReadOnlySpan<long> ids) => Of(ids, [.. Enumerable.Repeat(TokenizedConversation.Ignored, ids.Length)]);

    /// <summary>Tokens that are read, and at whose last one the model's score is read.</summary>
    /// <param name="ids">The ids, [tokens]; at least one.</param>
    public IReadOnlyList<ShownToken> Scored(ReadOnlySpan<long> ids)
    {
        ShownToken[] row = [.. Read(ids)];
        row[^1] = row[^1] with { Use = TokenUse.Scored };
        return row;
    }

    /// <summary>Tokens beyond the limit.</summary>
    /// <param name="ids">The ids, [tokens].</param>
    public IReadOnlyList<ShownToken> Cut(ReadOnlySpan<long> ids)
    {
        var tokens = new List<ShownToken>();
        for (int place = 0; place < ids.Length;)
        {
            tokens.Add(Next(ids, ref place, TokenUse.Cut));
        }

        return tokens;
    }

    private ShownToken Next(ReadOnlySpan<long> ids, ref int place, TokenUse use)
    {
        long id = ids[place];
        if (id != options.ImageTokenId)
        {
            place++;
            return new ShownToken(pieceOf(id), id, use);
        }

        ReadOnlySpan<long> rest = ids[place..];
        int other = rest.IndexOfAnyExcept(id);
        int count = Math.Min(options.ImageTokenCount, other < 0 ? rest.Length : other);
        place += count;
        return new ShownToken($"\u00d7{count} picture", id, use == TokenUse.Cut ? use : TokenUse.Picture);
    }
}

/// <summary>What training makes of a token.</summary>
public enum TokenUse
{
    /// <summary>The model reads it, and nothing is learnt from it.</summary>
    Masked,

    /// <summary>The model learns to say it.</summary>
    Learnt,

    /// <summary>The model reads it, and its score is read there.</summary>
    Scored,

    /// <summary>A picture's positions.</summary>
    Picture,

    /// <summary>It lies beyond the limit.</summary>
    Cut,
}

/// <summary>A token for people.</summary>
/// <param name="Text">How the vocabulary writes it; of a picture, its positions.</param>
/// <param name="Id">Its id.</param>
/// <param name="Use">What training makes of it.</param>
public readonly record struct ShownToken(string Text, long Id, TokenUse Use);
