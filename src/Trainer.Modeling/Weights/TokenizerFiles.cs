using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Weights;

/// <summary>The files of a checkpoint that tell how text becomes tokens, and a conversation text.</summary>
internal static class TokenizerFiles
{
    private const string Config = "tokenizer_config.json";
    private const string Map = "special_tokens_map.json";
    private const string Added = "added_tokens.json";

    /// <summary>Knows every token by heart, so that it is wrong once tokens come or go; who can read tokenizer.model makes it anew.</summary>
    private const string Whole = "tokenizer.json";

    private static readonly string[] Names =
        ["tokenizer.model", Config, Whole, Map, Added, "chat_template.json", "chat_template.jinja", Path.Combine("qformer_tokenizer", "vocab.txt")];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Copies those that are there, byte for byte.</summary>
    internal static void Copy(string from, string to) => Copy(from, to, Names);

    /// <summary>Writes a model's files in a layout: as they are, or with the tokens that only Hugging Face's has added or taken away.</summary>
    /// <param name="origin">Folder of the checkpoint that the model comes from.</param>
    /// <param name="directory">Folder to fill.</param>
    /// <param name="config">The model's sizes.</param>
    /// <param name="layout">How it is written.</param>
    internal static void Write(string origin, string directory, LlavaConfig config, CheckpointLayout layout)
    {
        bool isFlat = layout == CheckpointLayout.Llava;
        bool hasPicture = config.ImageTokenId < config.Text.VocabularySize;
        bool fits = isFlat ? !hasPicture : hasPicture && NamesPicture(origin);
        if (fits || config.HasImageMarks || config.Family.Layout is not null || config.ImageTokenId < 0)
        {
            Copy(origin, directory);
            return;
        }

        bool hasPad = isFlat || CheckpointLayouts.Adapt(config, layout).Text.PadTokenId == config.ImageTokenId + 1;
        var tokens = new LayoutTokens(config.ImageTokenId, hasPad);
        Copy(origin, directory, [.. Names.Except([Whole, Config, Map, Added])]);
        Change(origin, directory, Config, isFlat ? tokens.TakeFromConfig : tokens.AddToConfig);
        Change(origin, directory, Map, isFlat ? LayoutTokens.PadWithUnknown : tokens.PadWithPad);
        Change(origin, directory, Added, isFlat ? tokens.TakeFromList : tokens.AddToList);
    }

    private static bool NamesPicture(string origin) =>
        LayoutTokens.AreInConfig(Read(origin, Config)) || LayoutTokens.AreInList(Read(origin, Added));

    private static void Copy(string from, string to, string[] names)
    {
        foreach (string name in names.Where(name => File.Exists(Path.Combine(from, name))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
            AtomicFile.Write(Path.Combine(to, name), stream => stream.Write(File.ReadAllBytes(Path.Combine(from, name))));
        }
    }

    private static void Change(string origin, string directory, string name, Action<JsonObject> change)
    {
        JsonObject json = Read(origin, name);
        change(json);
        if (json.Count > 0)
        {
            AtomicFile.WriteText(Path.Combine(directory, name), json.ToJsonString(Indented));
        }
    }

    private static JsonObject Read(string origin, string name)
    {
        string path = Path.Combine(origin, name);
        return File.Exists(path) ? ConfigFile.Read(path) : [];
    }
}
