using System.Globalization;
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
    private const string Decoder = "added_tokens_decoder";
    private const string Pad = "pad_token";
    private const string PadText = "<pad>";
    private const string PictureText = "<image>";

    /// <summary>Knows every token by heart, so that it is wrong once tokens come or go; loaders make it anew of the others.</summary>
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
        if (isFlat != hasPicture || config.HasImageMarks || config.QFormer is not null || config.ImageTokenId < 0)
        {
            Copy(origin, directory);
            return;
        }

        Copy(origin, directory, [.. Names.Except([Whole, Config, Map, Added])]);
        Change(origin, directory, Config, json => ChangeConfig(json, config.ImageTokenId, isFlat));
        Change(origin, directory, Map, json => json[Pad] = isFlat ? "<unk>" : PadText);
        Change(origin, directory, Added, json => ChangeAdded(json, config.ImageTokenId, isFlat));
    }

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
        string path = Path.Combine(origin, name);
        JsonObject json = File.Exists(path) ? ConfigFile.Read(path) : [];
        change(json);
        if (json.Count == 0)
        {
            return;
        }

        AtomicFile.WriteText(Path.Combine(directory, name), json.ToJsonString(Indented));
    }

    private static void ChangeConfig(JsonObject json, int picture, bool isFlat)
    {
        json[Pad] = isFlat ? "<unk>" : PadText;
        JsonObject decoder = json[Decoder] as JsonObject ?? [];
        foreach ((int id, string text) in Tokens(picture))
        {
            string key = id.ToString(CultureInfo.InvariantCulture);
            decoder.Remove(key);
            if (!isFlat)
            {
                decoder[key] = new JsonObject { ["content"] = text, ["lstrip"] = false, ["normalized"] = false, ["rstrip"] = false, ["single_word"] = false, ["special"] = true };
            }
        }

        json.Remove(Decoder);
        if (decoder.Count > 0)
        {
            json[Decoder] = decoder;
        }

        if (isFlat)
        {
            Array.ForEach(["processor_class", "image_token", "extra_special_tokens"], key => json.Remove(key));
        }
        else
        {
            json["processor_class"] = "LlavaProcessor";
            json["extra_special_tokens"] = new JsonObject { ["image_token"] = PictureText };
        }
    }

    private static void ChangeAdded(JsonObject json, int picture, bool isFlat)
    {
        foreach ((int id, string text) in Tokens(picture))
        {
            json.Remove(text);
            if (!isFlat)
            {
                json[text] = id;
            }
        }
    }

    private static (int Id, string Text)[] Tokens(int picture) => [(picture, PictureText), (picture + 1, PadText)];
}
