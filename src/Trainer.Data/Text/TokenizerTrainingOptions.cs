using System.Globalization;

namespace Trainer.Data.Text;

/// <summary>How to train a tokenizer. What is not here is fixed to what Llama's own model was trained with.</summary>
public sealed record TokenizerTrainingOptions
{
    /// <summary>Number of pieces, the 256 bytes and the three control pieces included.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Whether a smaller vocabulary than asked for is an error; otherwise a small text may give fewer pieces.</summary>
    public bool RequireExactSize { get; init; } = true;

    /// <summary>Whether every text begins with a space, so that a word looks the same at the start and in the middle.</summary>
    public bool AddDummyPrefix { get; init; } = true;

    /// <summary>Texts that are one piece wherever they occur.</summary>
    public IReadOnlyList<string> UserDefinedSymbols { get; init; } = [];

    /// <summary>sentencepiece's own names and values.</summary>
    internal IReadOnlyDictionary<string, string> ForInput(string textFile) => new Dictionary<string, string>
    {
        ["input"] = Quote(textFile),
        ["vocab_size"] = VocabularySize.ToString(CultureInfo.InvariantCulture),
        ["hard_vocab_limit"] = Flag(RequireExactSize),
        ["add_dummy_prefix"] = Flag(AddDummyPrefix),
        ["user_defined_symbols"] = string.Join(',', UserDefinedSymbols.Select(Quote)),
        ["model_type"] = "bpe",
        ["byte_fallback"] = "true",
        ["normalization_rule_name"] = "identity",
        ["remove_extra_whitespaces"] = "false",
        ["allow_whitespace_only_pieces"] = "true",
        ["split_digits"] = "true",
        ["unk_id"] = "0",
        ["bos_id"] = "1",
        ["eos_id"] = "2",
        ["pad_id"] = "-1",
        ["num_threads"] = "1", // Otherwise pieces of equal frequency could change places from run to run.
        ["minloglevel"] = "2",
    };

    private static string Flag(bool value) => value ? "true" : "false";

    // Lists are comma-separated values.
    private static string Quote(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
