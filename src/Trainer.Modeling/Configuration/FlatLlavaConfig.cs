namespace Trainer.Modeling.Configuration;

/// <summary>config.json as the llava package has it: the language model's keys with <c>mm_…</c> keys among them.</summary>
internal static class FlatLlavaConfig
{
    internal static LlavaConfig Read(ConfigReader reader)
    {
        string tower = reader.Text("mm_vision_tower", string.Empty);
        reader.Choice("mm_patch_merge_type", "flat", "flat");
        LlamaConfig text = WithTokenizersIds(LlamaConfigJson.Read(reader));
        return new LlavaConfig
        {
            Text = text,
            Vision = ClipVisionConfigJson.Find(reader.File, tower),
            VisionTowerPath = tower,
            Projector = reader.Choice("mm_projector_type", "linear", "linear", "mlp2x_gelu") == "linear" ? ProjectorKind.Linear : ProjectorKind.Mlp2xGelu,
            SelectLayer = reader.Number("mm_vision_select_layer", -2),
            KeepClassToken = reader.Choice("mm_vision_select_feature", "patch", "patch", "cls_patch") == "cls_patch",
            ImageAspectRatio = reader.Choice("image_aspect_ratio", "square", "square", "pad") == "pad" ? ImageAspectRatio.Pad : ImageAspectRatio.Square,

            // This layout has no row for pictures: the first id behind the vocabulary stands for one.
            ImageTokenId = text.VocabularySize,
        };
    }

    /// <summary>Very old files say 0, 1 and −1, which no tokenizer of theirs ever meant.</summary>
    internal static LlamaConfig WithTokenizersIds(LlamaConfig text) =>
        text.PadTokenId < 0 ? text with { BosTokenId = 1, EosTokenId = 2, PadTokenId = 0 } : text;
}
