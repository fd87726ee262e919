namespace Trainer.Data.Statistics;

/// <summary>How long the texts of one kind are.</summary>
public sealed class TextLengths
{
    /// <summary>Words of each.</summary>
    public Histogram Words { get; } = new();

    /// <summary>Tokens of each; empty where no tokenizer was at hand.</summary>
    public Histogram Tokens { get; } = new();

    internal void Add(TextLength length)
    {
        Words.Add(length.Words);
        if (length.Tokens is { } tokens)
        {
            Tokens.Add(tokens);
        }
    }
}

/// <summary>How long one text is.</summary>
/// <param name="Words">What white space parts.</param>
/// <param name="Tokens">Null where no tokenizer is at hand.</param>
internal readonly record struct TextLength(int Words, int? Tokens);
