namespace Trainer.Modeling.Weights;

/// <summary>The files of a checkpoint that tell how text becomes tokens, and a conversation text.</summary>
internal static class TokenizerFiles
{
    private static readonly string[] Names =
        ["tokenizer.model", "tokenizer_config.json", "tokenizer.json", "special_tokens_map.json", "added_tokens.json", "chat_template.json", "chat_template.jinja"];

    /// <summary>Copies those that are there, byte for byte.</summary>
    internal static void Copy(string from, string to)
    {
        foreach (string name in Names.Where(name => File.Exists(Path.Combine(from, name))))
        {
            AtomicFile.Write(Path.Combine(to, name), stream => stream.Write(File.ReadAllBytes(Path.Combine(from, name))));
        }
    }
}
