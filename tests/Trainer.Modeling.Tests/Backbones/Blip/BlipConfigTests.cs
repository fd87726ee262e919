using Trainer.Modeling.Backbones.InstructBlip;
using Trainer.Modeling.Backbones.MiniGpt4;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Backbones.Blip;

public sealed class BlipConfigTests
{
    /// <summary>As the converter of transformers wrote it, with the ids of a language model that said none of its tokenizer's.</summary>
    private const string Published = """
        {
          "architectures": ["InstructBlipForConditionalGeneration"], "model_type": "instructblip", "num_query_tokens": 32, "tie_word_embeddings": false,
          "text_config": {"model_type": "llama", "vocab_size": 32001, "bos_token_id": 0, "eos_token_id": 1, "pad_token_id": -1, "rms_norm_eps": 1e-06},
          "vision_config": {"model_type": "instructblip_vision_model", "hidden_size": 1408, "intermediate_size": 6144, "num_hidden_layers": 39,
            "num_attention_heads": 16, "image_size": 224, "patch_size": 14, "hidden_act": "gelu", "layer_norm_eps": 1e-06, "qkv_bias": true},
          "qformer_config": {"model_type": "instructblip_qformer", "vocab_size": 30523, "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12,
            "intermediate_size": 3072, "cross_attention_frequency": 2, "encoder_hidden_size": 1408, "hidden_act": "gelu", "layer_norm_eps": 1e-12}
        }
        """;

    [Fact]
    public void Parse_PublishedInstructBlip_HasThePublishedSizes()
    {
        LlavaConfig config = Parse(Published);

        Assert.Same(InstructBlipBackbone.Instance, config.Family);
        Assert.Equal(new QFormerConfig { ReadsInstruction = true }, config.QFormer);
        Assert.Equal((39, 32, 257), (config.VisionLayersUsed, config.ImageTokenCount, config.Features.Tokens));
        Assert.Equal((1, 2, 0, 32001), (config.Text.BosTokenId, config.Text.EosTokenId, config.Text.PadTokenId, config.ImageTokenId));
        Assert.Equal(ImageAspectRatio.Stretch, config.ImageAspectRatio);
    }

    [Fact]
    public void Parse_DefaultsLeftOut_MeanTheSameTower() => Assert.Equal(
        Parse(Published).Vision, Parse("""{"model_type": "instructblip", "text_config": {}, "vision_config": {}, "qformer_config": {}}""").Vision);

    [Fact]
    public void Parse_Blip2WithALlama_IsMiniGpt4() =>
        Assert.Same(MiniGpt4Backbone.Instance, Parse(Published.Replace("\"instructblip\"", "\"blip-2\"", StringComparison.Ordinal)).Family);

    [Theory]
    [InlineData("\"model_type\": \"llama\"", "\"model_type\": \"t5\"", "text_config.model_type")]
    [InlineData("\"qkv_bias\": true", "\"qkv_bias\": false", "vision_config.qkv_bias")]
    [InlineData("\"cross_attention_frequency\": 2", "\"cross_attention_frequency\": 0", "qformer_config.cross_attention_frequency")]
    [InlineData("\"num_attention_heads\": 12", "\"num_attention_heads\": 7", "num_attention_heads")]
    [InlineData("\"num_query_tokens\": 32", "\"num_query_tokens\": -1", "num_query_tokens")]
    public void Parse_WhatIsNotSupported_NamesTheKey(string from, string to, string key) =>
        Assert.Contains(key, Assert.Throws<CheckpointException>(() => Parse(Published.Replace(from, to, StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    [Fact]
    public void Files_ReadBack_GiveTheSameSizes() => Assert.All(
        [TinyMiniGpt4.Config, TinyMiniGpt4Llama2.Config, TinyInstructBlip.Config, Parse(Published)],
        config => Assert.Equal(config, Parse(LlavaConfigWriter.Files(config, DType.BFloat16)["config.json"])));

    private static LlavaConfig Parse(string text) => LlavaConfigJson.Parse("config.json", text);
}
