namespace Trainer.Data.Text.Pieces;

/// <summary>What a GGUF file says of a Llama's tokenizer, under llama.cpp's keys (<c>tokenizer.ggml.</c>), made of the sentencepiece model and the JSON files beside it.</summary>
public static class GgufTokenizer
{
    private const float AddedScore = -1000;
    private const float FillingScore = -10000;

    /// <summary>The entries.</summary>
    /// <param name="directory">A folder with tokenizer.model.</param>
    /// <param name="rows">Rows of the model's vocabulary; llama.cpp wants a token for each.</param>
    /// <exception cref="DataException">The files are broken, or llama.cpp would cut texts otherwise.</exception>
    public static IReadOnlyList<KeyValuePair<string, object>> Entries(string directory, int rows)
    {
        PieceModel model = PieceModel.Open(Path.Combine(directory, "tokenizer.model"));
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(directory);
        TokenizerSettings settings = TokenizerSettingsReader.Read(directory);
        Piece[] tokens = Tokens(model, settings, rows);
        if (Problem(model, tokenizer, tokens) is { } problem)
        {
            throw new DataException($"The tokenizer of {directory} can't be written as GGUF: {problem}. Export the model as safetensors.");
        }

        return
        [
            new("tokenizer.ggml.model", "llama"),
            new("tokenizer.ggml.pre", "default"),
            new("tokenizer.ggml.tokens", tokens.Select(token => token.Text).ToArray()),
            new("tokenizer.ggml.scores", tokens.Select(token => token.Score).ToArray()),
            new("tokenizer.ggml.token_type", tokens.Select(token => (int)token.Kind).ToArray()),
            new("tokenizer.ggml.bos_token_id", (uint)tokenizer.BosId),
            new("tokenizer.ggml.eos_token_id", (uint)tokenizer.EosId),
            new("tokenizer.ggml.unknown_token_id", (uint)tokenizer.UnknownId),
            new("tokenizer.ggml.padding_token_id", (uint)tokenizer.PadId),
            new("tokenizer.ggml.add_bos_token", true),
            new("tokenizer.ggml.add_eos_token", false),
            new("tokenizer.ggml.add_space_prefix", settings.Prefix != PrefixRule.EverySegment || model.AddsPrefix),
        ];
    }

    /// <summary>A token for each row: pieces, what the JSON files add, and fillings without a text of their own.</summary>
    private static Piece[] Tokens(PieceModel model, TokenizerSettings settings, int rows)
    {
        var tokens = new Piece[rows];
        for (int id = 0; id < rows; id++)
        {
            tokens[id] = id < model.Pieces.Count ? model.Pieces[id] : new Piece($"[PAD{id}]", FillingScore, PieceKind.Unused);
        }

        foreach (AddedToken token in settings.AddedTokens.Where(token => token.Id < rows && IsCutOut(tokens[token.Id].Kind)))
        {
            tokens[token.Id] = new Piece(token.Text, AddedScore, token.IsControl ? PieceKind.Control : PieceKind.UserDefined);
        }

        return tokens;
    }

    /// <summary>Whether a token that is added stands in for this one: not where the sentencepiece model itself knows it as special.</summary>
    private static bool IsCutOut(PieceKind kind) => kind is PieceKind.Normal or PieceKind.Unused;

    private static string? Problem(PieceModel model, SentencePieceTokenizer tokenizer, Piece[] tokens)
    {
        var twice = tokens.Select((token, id) => (token.Text, Id: id)).GroupBy(token => token.Text, token => token.Id, StringComparer.Ordinal).FirstOrDefault(ids => ids.Count() > 1);
        return model switch
        {
            { Algorithm: not PieceAlgorithm.Bpe } => $"it is a {model.Algorithm} model, but llama.cpp's Llamas are BPE models",
            { KeepsText: false } => "it changes text before it cuts it",
            _ when tokenizer.TextVocabularySize > tokens.Length => $"it has {tokenizer.TextVocabularySize} tokens of text, but the model only {tokens.Length} rows",
            _ when twice is not null => $"tokens {string.Join(" and ", twice)} have the same text '{twice.Key}'",
            _ => null,
        };
    }
}
