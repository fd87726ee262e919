namespace Trainer.Data.Text;

/// <summary>A token that a checkpoint's files add to its sentencepiece model.</summary>
/// <param name="Text">What it looks like in text.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsControl">Whether decoding leaves it out.</param>
public sealed record AddedToken(string Text, int Id, bool IsControl)
{
    /// <summary>What else transformers is told of it; nothing here looks at that.</summary>
    public AddedTokenFlags Flags { get; init; } = new();
}

/// <summary>How the tokenizers library finds an added token in text.</summary>
public sealed record AddedTokenFlags
{
    /// <summary>Whether it stands for a word of its own only (<c>single_word</c>).</summary>
    public bool IsWord { get; init; }

    /// <summary>Whether it takes the spaces before it (<c>lstrip</c>).</summary>
    public bool TakesSpacesBefore { get; init; }

    /// <summary>Whether it takes the spaces behind it (<c>rstrip</c>).</summary>
    public bool TakesSpacesBehind { get; init; }

    /// <summary>Whether it is looked for in the prepared text (<c>normalized</c>).</summary>
    public bool IsNormalized { get; init; }
}
