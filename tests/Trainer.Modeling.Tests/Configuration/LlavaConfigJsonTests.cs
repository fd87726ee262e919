using System.Text;
using System.Text.Json.Nodes;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Configuration;

public sealed class LlavaConfigJsonTests : IDisposable
{
    /// <summary>As the 7B checkpoint of llava-hf has it: only what deviates from the classes' defaults.</summary>
    private const string Nested = """
        {
          "architectures": ["LlavaForConditionalGeneration"], "model_type": "llava", "ignore_index": -100, "image_token_index": 32000,
          "pad_token_id": 32001, "projector_hidden_act": "gelu", "vision_feature_layer": -2, "vision_feature_select_strategy": "default",
          "text_config": {"model_type": "llama", "max_position_embeddings": 4096, "rms_norm_eps": 1e-05, "vocab_size": 32064},
          "vision_config": {"model_type": "clip_vision_model", "hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24,
            "num_attention_heads": 16, "image_size": 336, "patch_size": 14, "projection_dim": 768}
        }
        """;

    private const string Flat = """
        {
          "architectures": ["LlavaLlamaForCausalLM"], "model_type": "llava", "hidden_size": 5120, "intermediate_size": 13824, "num_hidden_layers": 40,
          "num_attention_heads": 40, "hidden_act": "silu", "vocab_size": 32000, "max_position_embeddings": 4096, "rms_norm_eps": 1e-05,
          "rope_scaling": null, "tie_word_embeddings": false, "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0, "pretraining_tp": 1,
          "mm_vision_tower": "openai/clip-vit-large-patch14-336", "mm_hidden_size": 1024, "mm_projector_type": "mlp2x_gelu",
          "mm_vision_select_layer": -2, "mm_vision_select_feature": "patch", "image_aspect_ratio": "pad", "mm_use_im_start_end": false
        }
        """;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Parse_NestedWithDefaultsLeftOut_HasTheSizesOf7B()
    {
        LlavaConfig config = Parse(Nested);

        Assert.Equal(SyntheticCheckpoint.Llava7B, config);
        Assert.Equal(576, config.ImageTokenCount);
        Assert.Equal(23, config.VisionLayersUsed);
    }

    [Fact]
    public void Parse_NewSpellings_MeanTheSame()
    {
        JsonObject json = Object(Nested);
        json["image_token_id"] = 31999;
        json.Remove("image_token_index");
        json["text_config"]!["rope_parameters"] = new JsonObject { ["rope_theta"] = 5000.0, ["rope_type"] = "linear", ["factor"] = 4.0 };

        LlavaConfig config = Parse(json.ToJsonString());

        Assert.Equal((31999, 5000.0, 4.0), (config.ImageTokenId, config.Text.RopeTheta, config.Text.RopeScaling));
    }

    [Fact]
    public void Parse_Flat_HasTheSizesOf13B()
    {
        LlavaConfig config = Parse(Flat);

        Assert.Equal((5120, 40, 40, 128), (config.Text.HiddenSize, config.Text.Heads, config.Text.KeyValueHeads, config.Text.HeadDim));
        Assert.Equal((ProjectorKind.Mlp2xGelu, ImageAspectRatio.Pad, 576), (config.Projector, config.ImageAspectRatio, config.ImageTokenCount));
        Assert.Equal(32000, config.ImageTokenId);
    }

    [Fact]
    public void Parse_FlatOfATrainingMachine_KnowsTheTowerByItsName()
    {
        JsonObject json = Object(Flat);
        json["mm_vision_tower"] = "/data/models/clip-vit-large-patch14/";
        json.Remove("mm_projector_type");
        json.Remove("image_aspect_ratio");

        LlavaConfig config = Parse(json.ToJsonString());

        Assert.Equal((ProjectorKind.Linear, ImageAspectRatio.Square, 256), (config.Projector, config.ImageAspectRatio, config.ImageTokenCount));
    }

    [Fact]
    public void Read_FlatBesideItsTower_TakesTheTowersSizes()
    {
        Directory.CreateDirectory(Path.Combine(directory.Path, "tower"));
        directory.Write("tower/config.json", """{"model_type": "clip", "vision_config": {"hidden_size": 8, "num_attention_heads": 2, "image_size": 12, "patch_size": 4}}""");
        JsonObject json = Object(Flat);
        json["mm_vision_tower"] = "tower";

        LlavaConfig config = LlavaConfigJson.Read(directory.Write("config.json", json.ToJsonString()));

        Assert.Equal(9, config.ImageTokenCount);
    }

    [Fact]
    public void Parse_VeryOldFlat_TakesTheTokenizersIds()
    {
        JsonObject json = Object(Flat);
        (json["bos_token_id"], json["eos_token_id"], json["pad_token_id"]) = (0, 1, -1);

        LlamaConfig text = Parse(json.ToJsonString()).Text;

        Assert.Equal((1, 2, 0), (text.BosTokenId, text.EosTokenId, text.PadTokenId));
    }

    [Theory]
    [InlineData("text_config/rope_scaling", """{"type": "dynamic", "factor": 2.0}""")]
    [InlineData("text_config/rope_scaling", """{"rope_type": "llama3", "factor": 8.0}""")]
    [InlineData("text_config/rope_scaling", "\"linear\"")]
    [InlineData("text_config/hidden_size", "0")]
    [InlineData("text_config/hidden_size", "4097")]
    [InlineData("text_config/hidden_size", "4096.5")]
    [InlineData("text_config/hidden_size", "\"4096\"")]
    [InlineData("text_config/num_hidden_layers", "16777216")]
    [InlineData("text_config/num_hidden_layers", "-9223372036854775808")]
    [InlineData("text_config/num_key_value_heads", "5")]
    [InlineData("text_config/max_position_embeddings", "2147483647")]
    [InlineData("text_config/head_dim", "127")]
    [InlineData("text_config/hidden_act", "\"gelu\"")]
    [InlineData("text_config/model_type", "\"qwen2\"")]
    [InlineData("text_config/attention_bias", "true")]
    [InlineData("text_config/rms_norm_eps", "-1")]
    [InlineData("vision_config/model_type", "\"siglip_vision_model\"")]
    [InlineData("vision_config/hidden_act", "\"relu\"")]
    [InlineData("vision_config/image_size", "337")]
    [InlineData("vision_config/num_attention_heads", "7")]
    [InlineData("vision_feature_layer", "[-2, -5]")]
    [InlineData("vision_feature_layer", "-26")]
    [InlineData("vision_feature_layer", "-9223372036854775808")]
    [InlineData("vision_feature_select_strategy", "\"some\"")]
    [InlineData("projector_hidden_act", "\"relu\"")]
    [InlineData("multimodal_projector_bias", "false")]
    [InlineData("text_config", "7")]
    public void Parse_ImpossibleValue_NamesFileAndKey(string path, string value)
    {
        JsonObject json = Object(Nested);
        string[] keys = path.Split('/');
        (keys.Length == 1 ? json : json[keys[0]]!)[keys[^1]] = JsonNode.Parse(value);

        string message = Assert.Throws<CheckpointException>(() => Parse(json.ToJsonString())).Message;

        Assert.Contains("config.json", message, StringComparison.Ordinal);
        Assert.Contains(keys[^1] == "head_dim" ? "head size" : keys[^1] == "vision_feature_layer" ? "layer" : keys[^1], message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mm_use_im_start_end", "true")]
    [InlineData("mm_patch_merge_type", "\"spatial_unpad\"")]
    [InlineData("image_aspect_ratio", "\"anyres\"")]
    [InlineData("mm_projector_type", "\"mlp3x_gelu\"")]
    [InlineData("mm_vision_tower", "\"google/siglip\"")]
    public void Parse_FlatWithOtherFeatures_NamesTheKey(string key, string value)
    {
        JsonObject json = Object(Flat);
        json[key] = JsonNode.Parse(value);

        Assert.Contains(key, Assert.Throws<CheckpointException>(() => Parse(json.ToJsonString())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"model_type": "llama"}""")]
    [InlineData("""{"text_config": {}, "text_config": {}, "vision_config": {}}""")]
    [InlineData("""{"text_config": {"model_type": "\ud800"}, "vision_config": {}}""")]
    [InlineData("""{"text_config": {}, "vision_config": {}, "\ud800": 1}""")]
    public void Parse_NoConfig_IsCheckpointError(string text) => Assert.Throws<CheckpointException>(() => Parse(text));

    [Fact]
    public void Parse_MutatedText_EitherHoldsOrIsCheckpointError()
    {
        var random = new Random(7);
        byte[] text = Encoding.UTF8.GetBytes(Nested);
        int refused = 0;
        for (int i = 0; i < 3_000; i++)
        {
            byte[] mutated = [.. text];
            mutated[random.Next(text.Length)] = (byte)random.Next(128);
            try
            {
                Assert.InRange(Parse(Encoding.UTF8.GetString(mutated)).ImageTokenCount, 1, 1 << 26);
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 2_900);
    }

    [Fact]
    public void Files_ReadBack_GiveTheSameSizes()
    {
        LlavaConfig[] configs =
        [
            SyntheticCheckpoint.Llava7B, TinyLlava.Grouped, TinyLlava.Config with { KeepClassToken = true, ImageAspectRatio = ImageAspectRatio.Square },
            TinyLlava.Config with { Text = TinyLlava.Config.Text with { ExplicitHeadDim = 8 }, Vision = TinyLlava.Config.Vision with { HiddenActivation = "gelu" } },
        ];

        Assert.All(configs, config => Assert.Equal(config, Parse(LlavaConfigWriter.Files(config, DType.BFloat16)["config.json"])));
    }

    [Fact]
    public void Files_Origin_KeepsKeysThatNobodyHereKnows()
    {
        JsonObject json = Object(Nested);
        json["freeze_mm_mlp_adapter"] = false;
        json["image_token_id"] = 7;
        json["text_config"]!["use_cache"] = true;
        directory.Write("config.json", json.ToJsonString());

        JsonObject written = Object(LlavaConfigWriter.Files(TinyLlava.Config, DType.Float32, directory.Path)["config.json"]);

        Assert.False((bool)written["freeze_mm_mlp_adapter"]!);
        Assert.True((bool)written["text_config"]!["use_cache"]!);
        Assert.Equal(TinyLlava.Config.Text.HiddenSize, (int)written["text_config"]!["hidden_size"]!);
        Assert.False(written.ContainsKey("image_token_id"));
    }

    private static JsonObject Object(string text) => (JsonObject)JsonNode.Parse(text)!;

    private LlavaConfig Parse(string text) => LlavaConfigJson.Parse(Path.Combine(directory.Path, "config.json"), text);
}
