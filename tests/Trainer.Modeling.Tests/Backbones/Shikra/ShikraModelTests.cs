using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Backbones.Shikra;

public sealed class ShikraModelTests : IDisposable
{
    private readonly ModelBench bench = new(TinyShikra.Create());

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Project_Golden_IsOneLinearLayer() => Near.Equal(TinyShikra.Golden.Numbers("images"), BackboneGolden.Images(bench.Model, 1).Select(0, 0).Narrow(0, 0, 2));

    [Fact]
    public void Logits_Golden_OverwritePatchesAndKeepTheMarksRows() => Near.Equal(TinyShikra.Golden.Numbers("last"), TinyShikra.Golden.Last(bench.Model));

    [Fact]
    public void Save_Reloaded_KeepsTheMarksRows()
    {
        LlavaCheckpoint.Save(bench.Model, bench.Folder);

        using LlavaModel loaded = LlavaCheckpoint.Load(bench.Folder, Placement.CpuFloat);

        Assert.Equal(TinyShikra.Config with { VisionTowerPath = "vision_tower" }, loaded.Config);
        Assert.True(TinyShikra.Golden.Last(bench.Model).SameAs(TinyShikra.Golden.Last(loaded)));
    }

    [Fact]
    public void Load_DifferenceToABase_AddsTheBasesRows()
    {
        NamedTensor[] plain = [.. LlavaCheckpoint.WeightsOf(bench.Model).Where(weight => IsOfBase(weight.Name)).Select(WithoutMarks)];
        Directory.CreateDirectory(Path.Combine(bench.Folder, "base"));
        SafetensorsWriter.Write(Path.Combine(bench.Folder, "base", "model.safetensors"), plain);
        LlavaCheckpoint.Save(bench.Model, Path.Combine(bench.Folder, "delta"));

        using LlavaModel whole = LlavaCheckpoint.Load(Path.Combine(bench.Folder, "delta"), Placement.CpuFloat, deltaBase: Path.Combine(bench.Folder, "base"));

        Assert.All(bench.Model.Parameters.Zip(whole.Parameters), pair => Near.Equal(pair.First.Value * (IsOfBase(pair.First.Name) ? 2 : 1) - MarksOf(pair.First), pair.Second.Value));
    }

    [Fact]
    public void Load_BaseOfAnotherWidth_NamesTheWeight()
    {
        LlavaCheckpoint.Save(bench.Model, Path.Combine(bench.Folder, "delta"));
        Directory.CreateDirectory(Path.Combine(bench.Folder, "base"));
        SafetensorsWriter.Write(Path.Combine(bench.Folder, "base", "model.safetensors"), [new NamedTensor("model.norm.weight", Tensor.Ones(Placement.CpuFloat, 8192))]);

        var error = Assert.Throws<CheckpointException>(() =>
            LlavaCheckpoint.Load(Path.Combine(bench.Folder, "delta"), Placement.CpuFloat, deltaBase: Path.Combine(bench.Folder, "base")));

        Assert.Contains("model.norm.weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_HuggingFaceLayout_IsRefused() =>
        Assert.Throws<CheckpointException>(() => LlavaCheckpoint.Save(bench.Model, bench.Folder, new SaveOptions { Layout = CheckpointLayout.HuggingFace }));

    [Fact]
    public void Parse_PublishedConfig_TakesTheLastThreeRowsAndPads()
    {
        const string published = """
            {
              "architectures": ["ShikraLlamaForCausalLM"], "model_type": "shikra", "hidden_size": 4096, "num_hidden_layers": 32, "vocab_size": 32003,
              "mm_vision_tower": "openai/clip-vit-large-patch14", "mm_vision_select_layer": -2, "mm_use_im_start_end": true, "use_mm_proj": true,
              "bos_token_id": 0, "eos_token_id": 1, "pad_token_id": -1
            }
            """;

        LlavaConfig config = LlavaConfigJson.Parse(Path.Combine(bench.Folder, "config.json"), published);

        Assert.Equal([32000, 32001, 32002], config.PictureTokens);
        Assert.Equal((ImageAspectRatio.Pad, ProjectorKind.Linear, 224), (config.ImageAspectRatio, config.Projector, config.Vision.ImageSize));
        Assert.Equal((1, 2, 0), (config.Text.BosTokenId, config.Text.EosTokenId, config.Text.PadTokenId));
    }

    private static bool IsOfBase(string name) => !name.Contains("vision_tower", StringComparison.Ordinal) && !name.Contains("mm_projector", StringComparison.Ordinal);

    private static bool HasMarks(string name) => name is "model.embed_tokens.weight" or "lm_head.weight";

    private static NamedTensor WithoutMarks(NamedTensor weight) => HasMarks(weight.Name) ? new NamedTensor(weight.Name, weight.Value().Narrow(0, 0, 40).Contiguous()) : weight;

    /// <summary>The three rows that the base lacks, as they are; zeros elsewhere.</summary>
    private static Tensor MarksOf(Parameter weight) => HasMarks(weight.Name)
        ? Tensor.Cat(0, Tensor.Zeros(Placement.CpuFloat, 40, 16), weight.Value.Narrow(0, 40, 3))
        : Tensor.Zeros(Placement.CpuFloat, weight.Value.Shape);
}
