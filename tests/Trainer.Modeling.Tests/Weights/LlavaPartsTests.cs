using System.Text.Json.Nodes;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Tests.Weights.TorchFiles;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights;

/// <summary>Models in pieces: a language model, a tower and a projector, each in a place of its own.</summary>
public sealed class LlavaPartsTests : IDisposable
{
    private const string LlamaConfig = """
        {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 40, "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2,
         "num_attention_heads": 4, "rms_norm_eps": 1e-05, "max_position_embeddings": 64, "torch_dtype": "float16"}
        """;

    private const string ClipConfig = """
        {"model_type": "clip", "vision_config": {"hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 3, "num_attention_heads": 2, "image_size": 12, "patch_size": 4}}
        """;

    private readonly TemporaryDirectory folder = new();
    private readonly TensorScope scope = new();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(ProjectorKind.Mlp2xGelu, ImageAspectRatio.Pad, "")]
    [InlineData(ProjectorKind.Linear, ImageAspectRatio.Square, "base_model.model.")]
    public void Assemble_VicunaClipAndProjector_IsTheModel(ProjectorKind kind, ImageAspectRatio ratio, string prefix)
    {
        using LlavaModel model = WritePieces(kind, prefix);
        folder.Write("vicuna/tokenizer.model", [1, 2, 3]);

        new LlavaParts(PathOf("vicuna"), PathOf("clip"), PathOf("projector/mm_projector.bin")).Assemble(PathOf("whole"));

        using LlavaModel loaded = LlavaCheckpoint.Load(PathOf("whole"), Placement.CpuFloat);
        Assert.Equal((kind, ratio, "../clip"), (loaded.Config.Projector, loaded.Config.ImageAspectRatio, loaded.Config.VisionTowerPath));
        Assert.Equal((-2, 40, 40), (loaded.Config.SelectLayer, loaded.Config.ImageTokenId, loaded.Config.Text.VocabularySize));
        RequireEqual(model, loaded);
        Assert.True(File.Exists(PathOf("whole/tokenizer.model")));
        Assert.False(File.Exists(PathOf("whole/model.safetensors")));
    }

    [Fact]
    public void Assemble_SettingsBesideTheProjector_SayHowPicturesAreRead()
    {
        using LlavaModel model = WritePieces(ProjectorKind.Linear, string.Empty);
        folder.Write("projector/config.json", """{"mm_vision_tower": "openai/clip", "mm_projector_type": "linear", "image_aspect_ratio": "pad", "mm_vision_select_layer": -3, "hidden_size": 4096}""");

        new LlavaParts(PathOf("vicuna"), PathOf("clip"), PathOf("projector")).Assemble(PathOf("whole"));

        using CheckpointFolder whole = CheckpointFolder.Open(PathOf("whole"));
        Assert.Equal((-3, ImageAspectRatio.Pad, 16), (whole.Config.SelectLayer, whole.Config.ImageAspectRatio, whole.Config.Text.HiddenSize));
    }

    [Fact]
    public void Assemble_CheckpointThatLacksItsTower_TakesTheOneThatIsNamed()
    {
        using LlavaModel model = WritePieces(ProjectorKind.Linear, string.Empty);
        JsonObject json = (JsonObject)JsonNode.Parse(LlamaConfig)!;
        (json["mm_vision_tower"], json["model_type"], json["cache_shape"]) = ("openai/clip-vit-large-patch14", "llava", null);
        folder.Write("sft/config.json", json.ToJsonString());
        SafetensorsWriter.Write(PathOf("sft/model.safetensors"), Named(model, name => name.StartsWith("vision_tower.", StringComparison.Ordinal) ? null : name));

        new LlavaParts(PathOf("sft"), PathOf("clip")).Assemble(PathOf("whole"));

        using LlavaModel loaded = LlavaCheckpoint.Load(PathOf("whole"), Placement.CpuFloat);
        RequireEqual(model, loaded);
    }

    [Fact]
    public void Assemble_MovedWithItsParts_StillLoads()
    {
        WritePieces(ProjectorKind.Mlp2xGelu, string.Empty).Dispose();
        new LlavaParts(PathOf("vicuna"), PathOf("clip"), PathOf("projector")).Assemble(PathOf("whole"));
        string hash = LlavaCheckpoint.Hash(PathOf("whole"));
        Directory.CreateDirectory(PathOf("moved"));
        Array.ForEach(["vicuna", "clip", "projector", "whole"], name => Directory.Move(PathOf(name), PathOf($"moved/{name}")));

        Assert.Equal(hash, LlavaCheckpoint.Hash(PathOf("moved/whole")));
    }

    [Fact]
    public void Save_FromAnAssembly_IsAModelOfItsOwn()
    {
        using LlavaModel model = WritePieces(ProjectorKind.Linear, string.Empty);
        new LlavaParts(PathOf("vicuna"), PathOf("clip"), PathOf("projector")).Assemble(PathOf("whole"));
        using (LlavaModel loaded = LlavaCheckpoint.Load(PathOf("whole"), Placement.CpuFloat))
        {
            LlavaCheckpoint.Save(loaded, PathOf("own"), new SaveOptions { Origin = PathOf("whole") });
        }

        Array.ForEach(["vicuna", "clip", "projector"], name => Directory.Delete(PathOf(name), recursive: true));
        using LlavaModel again = LlavaCheckpoint.Load(PathOf("own"), Placement.CpuFloat);
        RequireEqual(model, again);
    }

    [Theory]
    [InlineData("clip", null, "without a projector")]
    [InlineData("clip", "vicuna", "neither a file with a projector")]
    [InlineData("projector", "projector", "mm_vision_tower")]
    public void Assemble_PiecesThatAreNoModel_LeaveNothing(string tower, string? projector, string expected)
    {
        WritePieces(ProjectorKind.Mlp2xGelu, string.Empty).Dispose();
        var parts = new LlavaParts(PathOf("vicuna"), PathOf(tower), projector is null ? null : PathOf(projector));

        string message = Assert.Throws<CheckpointException>(() => parts.Assemble(PathOf("whole"))).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("whole/config.json")));
    }

    private static void RequireEqual(LlavaModel expected, LlavaModel actual) =>
        Assert.All(expected.Parameters.Zip(actual.Parameters), pair => Assert.True(pair.First.Name == pair.Second.Name && pair.First.Value.SameAs(pair.Second.Value), pair.First.Name));

    private static NamedTensor[] Named(LlavaModel model, Func<string, string?> rename) =>
        [.. model.Parameters.Where(parameter => rename(parameter.Name) is not null).Select(parameter => new NamedTensor(rename(parameter.Name)!, parameter.Value))];

    private string PathOf(string name) => Path.Combine(folder.Path, name);

    /// <summary>Writes a model as its releases come: a Llama, a CLIP with more than the tower, and a projector in torch's format.</summary>
    private LlavaModel WritePieces(ProjectorKind kind, string prefix)
    {
        using var stream = new RandomStream(5);
        LlavaModel model = LlavaModel.Initialize(TinyLlava.Config with { Projector = kind }, stream, Placement.CpuFloat);
        const string tower = "vision_tower.";
        const string projector = "model.mm_projector.";
        folder.Write("vicuna/config.json", LlamaConfig);
        folder.Write("vicuna/pytorch_model.bin", ArchiveWriter.Of(Named(model, name => name.StartsWith(tower, StringComparison.Ordinal) || name.StartsWith(projector, StringComparison.Ordinal) ? null : name)));
        folder.Write("clip/config.json", ClipConfig);
        folder.Write("clip/pytorch_model.bin", ArchiveWriter.Of(
            [.. Named(model, name => name.StartsWith(tower, StringComparison.Ordinal) ? name[tower.Length..] : null), new NamedTensor("logit_scale", Tensor.From([1f], 1))]));
        folder.Write("projector/mm_projector.bin", ArchiveWriter.Of(Named(model, name => name.StartsWith(projector, StringComparison.Ordinal) ? prefix + name : null)));
        return model;
    }
}
