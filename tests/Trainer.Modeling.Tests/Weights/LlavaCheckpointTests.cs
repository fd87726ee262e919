using System.Text.Json.Nodes;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights;

public sealed class LlavaCheckpointTests : IDisposable
{
    private static readonly LlavaConfig Linear = TinyLlava.Config with { Projector = ProjectorKind.Linear, ImageTokenId = TinyLlava.Config.Text.VocabularySize };

    private readonly TemporaryDirectory directory = new();
    private readonly TensorScope scope = new();

    public void Dispose()
    {
        scope.Dispose();
        directory.Dispose();
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.BFloat16)]
    public void Save_ReadBack_IsBitwiseTheSame(DType type)
    {
        using LlavaModel model = Initialize(TinyLlava.Config, type);

        LlavaCheckpoint.Save(model, directory.Path, new SaveOptions { MaxShardLength = 4096 });

        using LlavaModel loaded = LlavaCheckpoint.Load(directory.Path, model.Compute);
        Assert.Equal(model.Config, loaded.Config);
        RequireEqual(model, loaded);
        Assert.True(File.Exists(PathOf("model.safetensors.index.json")));
    }

    [Fact]
    public void Save_LinearProjector_WritesTheLayoutThatHoldsIt()
    {
        using LlavaModel model = Initialize(Linear);

        LlavaCheckpoint.Save(model, directory.Path);

        using LlavaModel loaded = LlavaCheckpoint.Load(directory.Path, model.Compute);
        using SafetensorsFile file = SafetensorsFile.Open(PathOf("model.safetensors"));
        Assert.Equal(Linear with { VisionTowerPath = "vision_tower" }, loaded.Config);
        RequireEqual(model, loaded);
        Assert.Contains("model.mm_projector.weight", file.Tensors.Keys);
        Assert.Contains("model.vision_tower.vision_tower.vision_model.embeddings.class_embedding", file.Tensors.Keys);
        Assert.Equal("llava_llama", (string)Json("config.json")["model_type"]!);
        Assert.False((bool)Json("config.json")["mm_use_im_patch_token"]!);
    }

    [Fact]
    public void Save_Twice_KeepsOnlyTheSecondAndItsHash()
    {
        using LlavaModel model = Initialize(TinyLlava.Config);
        LlavaCheckpoint.Save(model, directory.Path, new SaveOptions { MaxShardLength = 4096 });
        string sharded = LlavaCheckpoint.Hash(directory.Path);

        LlavaCheckpoint.Save(model, directory.Path);
        string whole = LlavaCheckpoint.Hash(directory.Path);
        model.Parameters[^1].Value.Fill(0.5);
        LlavaCheckpoint.Save(model, directory.Path);

        Assert.Equal(sharded, whole);
        Assert.NotEqual(whole, LlavaCheckpoint.Hash(directory.Path));
    }

    [Fact]
    public void Save_WithOrigin_CopiesTokenizerByteForByteAndKeepsItsKeys()
    {
        using var origin = new TemporaryDirectory();
        byte[] tokenizer = [0, 255, 13, 10];
        origin.Write("tokenizer.model", tokenizer);
        origin.Write("config.json", """{"text_config": {}, "vision_config": {}, "my_key": [1, 2]}""");
        using LlavaModel model = Initialize(TinyLlava.Config);

        LlavaCheckpoint.Save(model, directory.Path, new SaveOptions { Origin = origin.Path });

        Assert.Equal(tokenizer, File.ReadAllBytes(PathOf("tokenizer.model")));
        Assert.Equal("[1,2]", Json("config.json")["my_key"]!.ToJsonString());
        Assert.Equal(12, (int)Json("preprocessor_config.json")["crop_size"]!["height"]!);
        Assert.Equal(TinyLlava.Config.Vision.PatchSize, (int)Json("processor_config.json")["patch_size"]!);
        Assert.Equal(2, (int)Json("generation_config.json")["eos_token_id"]!);
    }

    [Fact]
    public void Load_NewerNamesAndLeftovers_GivesTheModel()
    {
        using LlavaModel model = Initialize(TinyLlava.Grouped);
        Tensor leftover = Tensor.Zeros(Placement.CpuFloat, 2);
        WriteWith(model, name => name switch
        {
            _ when name.StartsWith("vision_tower.vision_model.", StringComparison.Ordinal) => $"model.vision_tower.{name["vision_tower.vision_model.".Length..]}",
            _ => name.Replace("model.mm_projector.0", "model.multi_modal_projector.linear_1", StringComparison.Ordinal)
                .Replace("model.mm_projector.2", "model.multi_modal_projector.linear_2", StringComparison.Ordinal)
                .Replace("model.layers", "model.language_model.layers", StringComparison.Ordinal),
        }, new("lm_head.weight", leftover), new("model.layers.0.self_attn.rotary_emb.inv_freq", leftover), new("vision_tower.vision_model.encoder.layers.2.layer_norm1.weight", leftover));

        using LlavaModel loaded = LlavaCheckpoint.Load(directory.Path, model.Compute);

        RequireEqual(model, loaded);
    }

    [Fact]
    public void Load_TowerInAFolderOfItsOwn_FindsIt()
    {
        using LlavaModel model = Initialize(Linear);
        LlavaCheckpoint.Save(model, directory.Path);
        NamedTensor[] all = [.. LlavaCheckpoint.WeightsOf(model)];
        ILookup<bool, NamedTensor> parts = all.ToLookup(tensor => tensor.Name.Contains("vision_model.", StringComparison.Ordinal));
        SafetensorsWriter.Write(PathOf("model.safetensors"), parts[false]);
        string message = Assert.Throws<CheckpointException>(() => LlavaCheckpoint.Load(directory.Path, model.Compute)).Message;

        SafetensorsWriter.Write(
            PathOf("vision_tower/model.safetensors"),
            parts[true].Select(tensor => tensor with { Name = tensor.Name[tensor.Name.IndexOf("vision_model.", StringComparison.Ordinal)..] })
                .Append(new NamedTensor("logit_scale", Tensor.From([1f], 1))));
        using LlavaModel loaded = LlavaCheckpoint.Load(directory.Path, model.Compute);

        Assert.Contains("vision_tower", message, StringComparison.Ordinal);
        RequireEqual(model, loaded);
    }

    [Fact]
    public void Load_EverythingWrongAtOnce_IsOneMessage()
    {
        using LlavaModel model = Initialize(TinyLlava.Config);
        Tensor five = Tensor.Zeros(Placement.CpuFloat, 5);
        WriteWith(
            model,
            name => name switch { "model.norm.weight" => "model.nrom.weight", "lm_head.weight" => null, _ => name },
            new NamedTensor("language_model.lm_head.weight", five));

        string message = Assert.Throws<CheckpointException>(() => LlavaCheckpoint.Load(directory.Path, model.Compute)).Message;

        Assert.Contains("missing (1): model.norm.weight [16] (nearest: model.nrom.weight)", message, StringComparison.Ordinal);
        Assert.Contains("lm_head.weight is F32[5] instead of real numbers [40, 16]", message, StringComparison.Ordinal);
        Assert.Contains("unexpected (1): model.nrom.weight F32[16]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WeightUnderTwoNames_NamesBoth()
    {
        using LlavaModel model = Initialize(TinyLlava.Config);
        WriteWith(model, name => name, new NamedTensor("language_model.model.norm.weight", Tensor.Zeros(Placement.CpuFloat, 16)));

        string message = Assert.Throws<CheckpointException>(() => LlavaCheckpoint.Load(directory.Path, model.Compute)).Message;

        Assert.Contains("model.norm.weight and", message.Replace("language_model.", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ThenDispose_LeavesNoTensor()
    {
        using (LlavaModel model = Initialize(TinyLlava.Config))
        {
            LlavaCheckpoint.Save(model, directory.Path);
        }

        long before = TensorScope.LiveTensors;
        LlavaCheckpoint.Load(directory.Path, Placement.CpuFloat).Dispose();

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Synthetic_AnyConfig_LoadsAndRepeatsItself()
    {
        SyntheticCheckpoint.Write(directory.Path, TinyLlava.Grouped, DType.BFloat16, seed: 3, maxShardLength: 8192);
        string first = LlavaCheckpoint.Hash(directory.Path);
        using (LlavaModel model = LlavaCheckpoint.Load(directory.Path, new Placement(Device.Cpu, DType.BFloat16)))
        {
            Assert.All(model.Parameters, parameter => Assert.Equal(1, parameter.Value.IsFinite().All().Item()));
            Assert.False(model.Parameters.Single(parameter => parameter.Name.EndsWith("layers.0.mlp.gate_proj.weight", StringComparison.Ordinal)).Value
                .SameAs(model.Parameters.Single(parameter => parameter.Name.EndsWith("layers.0.mlp.up_proj.weight", StringComparison.Ordinal)).Value));
        }

        SyntheticCheckpoint.Write(directory.Path, TinyLlava.Grouped, DType.BFloat16, seed: 3);
        string again = LlavaCheckpoint.Hash(directory.Path);
        SyntheticCheckpoint.Write(directory.Path, TinyLlava.Grouped, DType.BFloat16, seed: 4);

        Assert.Equal(first, again);
        Assert.NotEqual(first, LlavaCheckpoint.Hash(directory.Path));
    }

    private static LlavaModel Initialize(LlavaConfig config, DType type = DType.Float32)
    {
        using var stream = new RandomStream(5);
        return LlavaModel.Initialize(config, stream, new Placement(Device.Cpu, type));
    }

    private static void RequireEqual(LlavaModel expected, LlavaModel actual)
    {
        Assert.Equal(expected.Parameters.Count, actual.Parameters.Count);
        Assert.All(expected.Parameters.Zip(actual.Parameters), pair =>
        {
            Assert.Equal(pair.First.Name, pair.Second.Name);
            Assert.True(pair.First.Value.SameAs(pair.Second.Value), pair.First.Name);
        });
    }

    private string PathOf(string file) => Path.Combine(directory.Path, file);

    private JsonObject Json(string file) => (JsonObject)JsonNode.Parse(File.ReadAllText(PathOf(file)))!;

    /// <summary>Writes a checkpoint with other names, without those that become null, and with tensors added.</summary>
    private void WriteWith(LlavaModel model, Func<string, string?> rename, params NamedTensor[] further)
    {
        directory.Write("config.json", LlavaConfigWriter.Files(model.Config, DType.Float32)["config.json"]);
        SafetensorsWriter.Write(
            PathOf("model.safetensors"),
            [.. model.Parameters.Where(parameter => rename(parameter.Name) is not null).Select(parameter => new NamedTensor(rename(parameter.Name)!, parameter.Value)), .. further]);
    }
}
