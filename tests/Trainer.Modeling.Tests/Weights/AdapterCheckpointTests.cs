using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights;

public sealed class AdapterCheckpointTests : IDisposable
{
    private const string Weights = "adapter_model.safetensors";
    private const string Config = "adapter_config.json";
    private const string Special = "model.layers.0.self_attn.q_proj";

    private readonly TemporaryDirectory directory = new();
    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyLlava.Create();

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void Load_ReferenceFiles_GivesTheReferenceWeights()
    {
        LoraAdapter adapter = LoadReference();

        Assert.Equal((2, 1.5), (adapter.Options.Rank, adapter.Options.Scaling));
        Assert.Equal(8, adapter.Parameters.Count());
        Assert.All(adapter.Parameters, parameter =>
            Assert.True(TinyWeights.Lora(parameter.Name, parameter.Value.Shape, Initialization.Projection).SameAs(parameter.Value), parameter.Name));
    }

    [Fact]
    public void Save_ReadBack_IsTheSameWithTheSameKeys()
    {
        LoraAdapter adapter = LoadReference();

        AdapterCheckpoint.Save(adapter, directory.Path, "base");

        LoraAdapter loaded = AdapterCheckpoint.Load(model.Adapters, "again", directory.Path);
        Assert.Equal(Json(SafetensorsFixture.PathOf($"adapter/{Config}")).Select(entry => entry.Key), Json(PathOf(Config)).Select(entry => entry.Key));
        Assert.Equal("base", (string)Json(PathOf(Config))["base_model_name_or_path"]!);
        Assert.All(adapter.Parameters.Zip(loaded.Parameters), pair => Assert.True(pair.First.Value.SameAs(pair.Second.Value), pair.First.Name));
    }

    [Fact]
    public void Save_TargetModules_MatchTheLanguageModelAlone()
    {
        AdapterCheckpoint.Save(LoadReference(), directory.Path, "base");

        var pattern = new Regex($"^(?:{(string)Json(PathOf(Config))["target_modules"]!})$");
        Assert.Matches(pattern, "language_model.model.layers.0.self_attn.q_proj");
        Assert.Matches(pattern, "model.language_model.layers.1.mlp.down_proj");
        Assert.DoesNotMatch(pattern, "vision_tower.vision_model.encoder.layers.0.self_attn.q_proj");
        Assert.DoesNotMatch(pattern, "language_model.model.layers.0.self_attn.k_proj");
    }

    [Theory]
    [InlineData("base_model.model.language_model.model.layers")]
    [InlineData("base_model.model.model.language_model.layers")]
    public void Load_NamesOfEitherLayout_AreTheSame(string prefix)
    {
        Rewrite(info => info.Name.Replace("base_model.model.model.layers", prefix, StringComparison.Ordinal));

        Assert.Equal(8, AdapterCheckpoint.Load(model.Adapters, "policy", directory.Path).Parameters.Count());
    }

    [Theory]
    [InlineData("use_dora", "true")]
    [InlineData("rank_pattern", """{"q_proj": 0}""")]
    [InlineData("alpha_pattern", """{"q_proj": "1"}""")]
    [InlineData("target_modules", """["k_proj"]""")]
    [InlineData("target_modules", "\"q_proj\"")]
    [InlineData("exclude_modules", """["down_proj"]""")]
    [InlineData("modules_to_save", """["lm_head"]""")]
    [InlineData("init_lora_weights", "\"pissa_niter_16\"")]
    [InlineData("bias", "\"all\"")]
    [InlineData("fan_in_fan_out", "true")]
    [InlineData("peft_type", "\"IA3\"")]
    [InlineData("peft_type", null)]
    [InlineData("r", "0")]
    [InlineData("lora_alpha", "\"16\"")]
    [InlineData("lora_dropout", "1.0")]
    public void Load_OtherArithmetic_NamesTheKey(string key, string? value)
    {
        Rewrite(info => info.Name);
        Change(key, value);

        Assert.Contains(key, Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"all-linear\"")]
    [InlineData("""["self_attn.q_proj", "model.layers.0.mlp.down_proj", "layers.1.mlp.down_proj"]""")]
    [InlineData("\".*language_model.*\\\\.(q_proj|down_proj)\"")]
    [InlineData("\"^(?!.*vision_tower)model\\\\.language_model\\\\.layers\\\\.\\\\d+\\\\.(self_attn|mlp)\\\\.\\\\w+\"")]
    public void Load_AnyWayOfNamingTheModules_GivesTheAdapter(string targets)
    {
        Rewrite(info => info.Name);
        Change("target_modules", targets);

        Assert.Equal(8, AdapterCheckpoint.Load(model.Adapters, "policy", directory.Path).Parameters.Count());
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(.*)*(.*)*(.*)*(.*)*(.*)*(.*)*x")]
    public void Load_PatternThatIsBrokenOrNeverEnds_IsRefused(string pattern)
    {
        Rewrite(info => info.Name);
        Change("target_modules", $"\"{pattern}\"");

        Assert.Contains("can't be followed", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RankAndAlphaOfSingleModules_ScaleEachByItsOwn()
    {
        using var other = new TemporaryDirectory();
        var options = new LoraOptions { Rank = 2, Alpha = 3, TargetModules = ["q_proj", "down_proj"], Ranks = Of(4), Alphas = Of(10.0) };
        using var stream = new RandomStream(3);
        LoraAdapter mixed = model.Adapters.Add("mixed", options, stream);
        Assert.All(mixed.Parameters, parameter => parameter.Value.FillUniform(-1, 1, stream));
        AdapterCheckpoint.Save(mixed, other.Path, "base");

        LoraAdapter loaded = AdapterCheckpoint.Load(model.Adapters, "loaded", other.Path);

        Assert.Equal(2.5, loaded.Options.For(Special).Scaling);
        Assert.Equal(1.5, loaded.Options.For("model.layers.1.self_attn.q_proj").Scaling);
        Assert.Equal([4L, 16L], loaded.Parameters.Single(parameter => parameter.Name == $"{Special}.lora_A.weight").Value.Shape);
        Assert.True(Merged("mixed").SameAs(Merged("loaded")));
        Assert.False(Merged("mixed").SameAs(Merged(null)));
    }

    [Theory]
    [InlineData("adapter_model")]
    [InlineData("lora_default")]
    [InlineData("adapter_model/lora_default")]
    public void Load_FolderOfARun_FindsTheAdapterWithin(string place)
    {
        Rewrite(info => info.Name, place);

        Assert.Equal(2, AdapterCheckpoint.Load(model.Adapters, "policy", directory.Path).Options.Rank);
        Assert.Equal(4, AdapterCheckpoint.ReadOptions(directory.Path).TargetModules.Count);
    }

    [Fact]
    public void Load_UnknownKeys_AreIgnored()
    {
        Rewrite(info => info.Name);
        JsonObject json = Json(PathOf(Config));
        (json["eva_config"], json["use_dora"], json["rank_pattern"]) = (null, false, new JsonObject());
        directory.Write(Config, json.ToJsonString());

        Assert.Equal(2, AdapterCheckpoint.Load(model.Adapters, "policy", directory.Path).Options.Rank);
    }

    [Theory]
    [InlineData("layers.0.self_attn.q_proj", "layers.7.self_attn.q_proj", "layers.7")]
    [InlineData("layers.0.self_attn.q_proj.lora_B", "layers.0.self_attn.k_proj.lora_B", "other half")]
    [InlineData("layers.0.self_attn.q_proj.lora_B.weight", "layers.0.self_attn.q_proj.lora_magnitude_vector", "not a low-rank weight")]
    [InlineData("layers.0.self_attn.q_proj.lora", "layers.0.mlp.gate_proj.lora", "the model needs")]
    public void Load_WeightsThatDoNotFit_SayWhich(string from, string to, string expected)
    {
        Rewrite(info => info.Name.Replace(from, to, StringComparison.Ordinal));
        Change("target_modules", "\"all-linear\"");

        Assert.Contains(expected, Refusal(), StringComparison.Ordinal);
    }

    private static JsonObject Json(string path) => (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;

    private LoraAdapter LoadReference() => AdapterCheckpoint.Load(model.Adapters, "reference", SafetensorsFixture.PathOf("adapter"));

    private string Refusal() => Assert.Throws<CheckpointException>(() => AdapterCheckpoint.Load(model.Adapters, "policy", directory.Path)).Message;

    private string PathOf(string file) => Path.Combine(directory.Path, file);

    private static Dictionary<string, T> Of<T>(T value) => new() { [Special] = value };

    /// <summary>The special module's weight with an adapter merged in.</summary>
    private Tensor Merged(string? name)
    {
        using IDisposable? merged = name is null ? null : model.Adapters.Merge(name);
        return model.Parameters.Single(parameter => parameter.Name == $"{Special}.weight").Value.Clone();
    }

    private void Change(string key, string? value)
    {
        JsonObject json = Json(PathOf(Config));
        json[key] = value is null ? null : JsonNode.Parse(value);
        directory.Write(Config, json.ToJsonString());
    }

    /// <summary>Copies the reference adapter under other names.</summary>
    private void Rewrite(Func<TensorInfo, string> rename, string place = "")
    {
        string target = Path.Combine(directory.Path, place);
        Directory.CreateDirectory(target);
        File.Copy(SafetensorsFixture.PathOf($"adapter/{Config}"), Path.Combine(target, Config));
        using SafetensorsFile file = SafetensorsFile.Open(SafetensorsFixture.PathOf($"adapter/{Weights}"));
        SafetensorsWriter.Write(Path.Combine(target, Weights), file.Tensors.Values.Select(info => new NamedTensor(rename(info), file.Read(info.Name))));
    }
}
