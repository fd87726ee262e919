using System.Text.Json;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Modeling.Backbones.Shikra;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Algorithms.Common;

/// <summary>A model before its first step: random weights, and a tokenizer trained on the conversations that it will meet.</summary>
public static class FreshModel
{
    private const int VocabularyMultiple = 32;

    /// <summary>Tells loaders which rules of Llama's tokenizer the model follows.</summary>
    private const string TokenizerConfig = """{"tokenizer_class": "LlamaTokenizer", "legacy": true, "add_bos_token": true, "add_eos_token": false, "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<unk>"}""";

    /// <summary>Writes a checkpoint folder that recipes can name as <c>model.model_name_or_path</c>.</summary>
    /// <param name="directory">Folder to fill.</param>
    /// <param name="options">Sizes, text and seed.</param>
    /// <returns>The sizes, with the vocabulary that the text gave.</returns>
    public static LlavaConfig Write(string directory, FreshModelOptions options)
    {
        Directory.CreateDirectory(directory);
        int pieces = TrainTokenizer(directory, options);

        // Rows behind the pieces stand for pictures; where the config doesn't count them, the rest fills up to a size that kernels like.
        int rows = options.Config.HasImageMarks ? pieces + AddMarks(directory, pieces) : (pieces + VocabularyMultiple) / VocabularyMultiple * VocabularyMultiple;
        LlavaConfig config = options.Config with
        {
            ImageTokenId = pieces,
            Text = options.Config.Text with { VocabularySize = rows, PadTokenId = 0 },
        };
        var random = new RandomRoot(options.Seed);
        using RandomStream stream = random.Stream("weights");
        using LlavaModel model = LlavaModel.Initialize(config, stream, Placement.CpuFloat);
        LlavaCheckpoint.Save(model, directory);
        return config;
    }

    private static int AddMarks(string directory, int firstId)
    {
        var marks = ShikraBackbone.Marks.Index().ToDictionary(mark => mark.Item, mark => firstId + mark.Index);
        AtomicFile.WriteText(Path.Combine(directory, "added_tokens.json"), JsonSerializer.Serialize(marks));
        return marks.Count;
    }

    private static int TrainTokenizer(string directory, FreshModelOptions options)
    {
        string text = Path.Combine(directory, "tokenizer.txt");
        string tokenizerFile = Path.Combine(directory, "tokenizer.model");
        try
        {
            File.WriteAllLines(text, options.Conversations.SelectMany(path => Lines(path, options)));
            TokenizerTraining.Train(text, tokenizerFile, new TokenizerTrainingOptions { VocabularySize = options.VocabularySize, RequireExactSize = false });
        }
        finally
        {
            File.Delete(text);
        }

        AtomicFile.WriteText(Path.Combine(directory, "tokenizer_config.json"), TokenizerConfig);
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(directory);
        return tokenizer.VocabularySize;
    }

    /// <summary>The conversations as their template renders them, so that its words become pieces as well.</summary>
    private static IEnumerable<string> Lines(string path, FreshModelOptions options)
    {
        ConversationTemplate template = ConversationTemplates.ByName(options.ChatTemplate);
        using RecordFile<ConversationRecord> file = RecordFile.Open(path, RecordFormats.Conversation(options.Format));
        for (int i = 0; i < file.Count; i++)
        {
            string rendered = string.Concat(template.Render(file.Read(i).Turns).Select(span => span.Text));
            foreach (string line in rendered.Replace("</s>", "\n", StringComparison.Ordinal).Replace(ImagePlaceholder.Text, "\n", StringComparison.Ordinal).Split('\n'))
            {
                yield return line;
            }
        }
    }
}

/// <summary>What a fresh model is made of.</summary>
public sealed record FreshModelOptions
{
    /// <summary>Sizes; the vocabulary's comes from the text.</summary>
    public required LlavaConfig Config { get; init; }

    /// <summary>Files of conversations for the tokenizer.</summary>
    public required IReadOnlyList<string> Conversations { get; init; }

    /// <summary>Their format.</summary>
    public string Format { get; init; } = "llava";

    /// <summary>Template whose words the tokenizer shall know.</summary>
    public string ChatTemplate { get; init; } = "llava_hf";

    /// <summary>Most pieces of the tokenizer, 256 bytes and three controls included.</summary>
    public int VocabularySize { get; init; } = 703;

    /// <summary>Root seed.</summary>
    public ulong Seed { get; init; } = 17;
}
