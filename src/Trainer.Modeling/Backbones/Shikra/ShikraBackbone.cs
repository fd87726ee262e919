using Trainer.Modeling.Backbones.Llava;
using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Backbones.Shikra;

/// <summary>
/// Shikra (arXiv:2306.15195): LLaVA's first version at 224 pixels, but that the tokens around and in a picture's place are rows of the
/// vocabulary, its last three, and that pictures are padded to squares. Places are plain text, <c>[x1,y1,x2,y2]</c>.
/// </summary>
public static class ShikraBackbone
{
    /// <summary>The tokens of pictures, in the order of their ids.</summary>
    public static IReadOnlyList<string> Marks { get; } = ["<im_patch>", "<im_start>", "<im_end>"];

    /// <summary>The family.</summary>
    public static Backbone Instance { get; } = LlavaBackbone.Instance with
    {
        Name = "Shikra",
        ChatTemplate = "shikra",
        Architecture = "ShikraLlamaForCausalLM",
        ModelType = "shikra",
        Read = Read,
    };

    private static LlavaConfig? Read(ConfigReader reader)
    {
        if (reader.Text("model_type", string.Empty) != "shikra")
        {
            return null;
        }

        LlavaConfig config = FlatLlavaConfig.Read(reader);
        if (config.Text.VocabularySize <= Marks.Count)
        {
            throw reader.Wrong("vocab_size", $"the words' number and {Marks.Count} more, for {string.Join(", ", Marks)}");
        }

        return config with
        {
            Family = Instance,
            HasImageMarks = true,
            ImageTokenId = config.Text.VocabularySize - Marks.Count,
            ImageAspectRatio = reader.Has("image_aspect_ratio") ? config.ImageAspectRatio : ImageAspectRatio.Pad,
        };
    }
}
