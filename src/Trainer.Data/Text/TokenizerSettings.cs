namespace Trainer.Data.Text;

/// <summary>What the JSON files beside a sentencepiece model say about its use.</summary>
public sealed record TokenizerSettings
{
    /// <summary>Where spaces are added; <see cref="PrefixRule.EverySegment"/> when the files are silent, as transformers does.</summary>
    public PrefixRule Prefix { get; init; }

    /// <summary>Tokens beyond the sentencepiece model.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>Text of the padding token, or null when the files name none.</summary>
    public string? PadToken { get; init; }
}
