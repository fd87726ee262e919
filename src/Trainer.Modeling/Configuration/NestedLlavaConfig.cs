namespace Trainer.Modeling.Configuration;

/// <summary>config.json as Hugging Face's LLaVA has it: language model and tower in objects of their own.</summary>
internal static class NestedLlavaConfig
{
    internal static LlavaConfig Read(ConfigReader reader)
    {
        reader.Choice("projector_hidden_act", "gelu", "gelu");
        reader.RequireFlag("multimodal_projector_bias", true);
        ConfigReader language = reader.Nested("text_config");
        language.Choice("model_type", "llama", "llama");
        LlamaConfig text = LlamaConfigJson.Read(language);
        return new LlavaConfig
        {
            Text = text with
            {
                PadTokenId = reader.Number("pad_token_id", text.PadTokenId),
                TieWordEmbeddings = language.Flag("tie_word_embeddings", reader.Flag("tie_word_embeddings", false)),
            },
            Vision = ClipVisionConfigJson.Read(reader.Nested("vision_config")),
            Projector = ProjectorKind.Mlp2xGelu,
            SelectLayer = reader.Number("vision_feature_layer", -2),
            KeepClassToken = reader.Choice("vision_feature_select_strategy", "default", "default", "full") == "full",
            ImageTokenId = reader.Number(reader.Has("image_token_index") ? "image_token_index" : "image_token_id", 32000),
            ImageAspectRatio = reader.Text("image_aspect_ratio", "pad") == "pad" ? ImageAspectRatio.Pad : ImageAspectRatio.Square,
        };
    }
}
