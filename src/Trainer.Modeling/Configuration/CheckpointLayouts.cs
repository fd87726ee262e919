using Trainer.Modeling.Weights;

namespace Trainer.Modeling.Configuration;

/// <summary>What a layout can hold of a model.</summary>
public static class CheckpointLayouts
{
    /// <summary>Hugging Face's vocabularies are filled up to a multiple of this.</summary>
    private const int RowMultiple = 64;

    /// <summary>The layout that a model is written in unless told otherwise: Hugging Face's where it can hold it.</summary>
    public static CheckpointLayout For(LlavaConfig config) =>
        config.Family.Layout ?? (config.Projector == ProjectorKind.Linear || config.HasImageMarks ? CheckpointLayout.Llava : CheckpointLayout.HuggingFace);

    /// <summary>
    /// A model's config as a layout says it. The llava package's ends the vocabulary before the row of the picture; Hugging Face's has
    /// that row, one for padding behind it, and what fills up to a round number. None of these carries anything that was learnt.
    /// </summary>
    /// <exception cref="CheckpointException">The layout can't hold the model.</exception>
    public static LlavaConfig Adapt(LlavaConfig config, CheckpointLayout layout)
    {
        int picture = config.ImageTokenId;
        return layout switch
        {
            _ when config.Family.Layout is { } only => layout == only ? config : throw new CheckpointException(
                $"{config.Family.Name} has a layout of its own, {only}, and no place in {layout}. Choose no layout."),
            CheckpointLayout.Blip2 or CheckpointLayout.InstructBlip => throw new CheckpointException($"{layout} has no place for {config.Family.Name}. Choose one of LLaVA's layouts."),
            CheckpointLayout.HuggingFace when config.Projector == ProjectorKind.Linear => throw new CheckpointException(
                "The Hugging Face layout has no place for a linear projector, only for one of two layers. Choose the llava layout."),
            CheckpointLayout.HuggingFace when config.HasImageMarks => throw new CheckpointException(
                "The Hugging Face layout has no place for tokens that mark a picture's ends. Choose the llava layout."),
            CheckpointLayout.HuggingFace when picture >= config.Text.VocabularySize => config with { Text = Beyond(picture, config.Text) },
            CheckpointLayout.Llava when !config.HasImageMarks && picture >= 0 && picture < config.Text.VocabularySize => config with { Text = UpTo(picture, config.Text) },
            _ => config,
        };
    }

    private static LlamaConfig Beyond(int picture, LlamaConfig text) =>
        text with { VocabularySize = (picture + 1 + RowMultiple) / RowMultiple * RowMultiple, PadTokenId = picture + 1 };

    private static LlamaConfig UpTo(int rows, LlamaConfig text) => Math.Max(text.BosTokenId, text.EosTokenId) < rows
        ? text with { VocabularySize = rows, PadTokenId = text.PadTokenId < rows ? text.PadTokenId : 0 }
        : throw new CheckpointException(
            $"The llava layout ends the vocabulary before the picture's token {rows}, but the text's tokens go to {Math.Max(text.BosTokenId, text.EosTokenId)}. Choose the Hugging Face layout.");
}
