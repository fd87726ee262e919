using Trainer.Modeling.Adapters;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights;

/// <summary>What other software finds in a checkpoint that was written here.</summary>
public sealed class CheckpointLayoutTests : IDisposable
{
    private const int Picture = 38;
    private const string Block = "vision_tower.vision_model.encoder.layers.2.";

    /// <summary>As llava-hf's: rows for the picture and for padding behind those of the text.</summary>
    private static readonly LlavaConfig Config = TinyLlava.Config with { ImageTokenId = Picture, Text = TinyLlava.Config.Text with { PadTokenId = Picture + 1 } };

    private readonly TemporaryDirectory folder = new();
    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyLlava.Create(Config);

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(CheckpointLayout.HuggingFace, "language_model.", "multi_modal_projector.linear_1.", "multi_modal_projector.linear_2.", "vision_tower.")]
    [InlineData(CheckpointLayout.Llava, "", "model.mm_projector.0.", "model.mm_projector.2.", "model.vision_tower.vision_tower.")]
    public void Save_EitherLayout_HasExactlyThePublishedNames(CheckpointLayout layout, string language, string first, string second, string tower)
    {
        string[] published =
        [
            .. Names("llama_weights").Select(name => language + name),
            .. Names("clip_weights").Select(name => tower + name),
            .. new[] { first, second }.SelectMany(name => new[] { $"{name}weight", $"{name}bias" }),
        ];

        LlavaCheckpoint.Save(model, PathOf("out"), new SaveOptions { Layout = layout });

        using ShardedWeights written = ShardedWeights.Open(PathOf("out"));
        Assert.Equal(published.Order(StringComparer.Ordinal), written.Tensors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Save_EitherLayout_ReadsBackToEqualLogits()
    {
        LlavaCheckpoint.Save(model, PathOf("nested"));
        LlavaCheckpoint.Save(model, PathOf("flat"), new SaveOptions { Layout = CheckpointLayout.Llava });

        using LlavaModel nested = LlavaCheckpoint.Load(PathOf("nested"), Placement.CpuFloat);
        using LlavaModel flat = LlavaCheckpoint.Load(PathOf("flat"), Placement.CpuFloat);

        Tensor expected = Logits(model);
        Assert.True(expected.SameAs(Logits(nested)));
        Near.Equal(expected.Narrow(2, 0, Picture), Logits(flat), 1e-6);
        Assert.Equal((Picture, 0, Picture), (flat.Config.Text.VocabularySize, flat.Config.Text.PadTokenId, flat.Config.ImageTokenId));
    }

    [Fact]
    public void Save_FlatModelForTransformers_AddsRowsThatMeanNothing()
    {
        LlavaCheckpoint.Save(model, PathOf("flat"), new SaveOptions { Layout = CheckpointLayout.Llava });
        using LlavaModel flat = LlavaCheckpoint.Load(PathOf("flat"), Placement.CpuFloat);

        LlavaCheckpoint.Save(flat, PathOf("nested"), new SaveOptions { Layout = CheckpointLayout.HuggingFace });

        using LlavaModel nested = LlavaCheckpoint.Load(PathOf("nested"), Placement.CpuFloat);
        Tensor head = nested.Parameters.Single(parameter => parameter.Name == "lm_head.weight").Value;
        Assert.Equal((64, Picture, Picture + 1), (nested.Config.Text.VocabularySize, nested.Config.ImageTokenId, nested.Config.Text.PadTokenId));
        Near.Equal(Logits(flat), Logits(nested).Narrow(2, 0, Picture), 1e-6);
        Near.Equal(head.Narrow(0, 0, Picture).Mean(0), head.Select(0, 63), 1e-6);
    }

    [Theory]
    [InlineData(CheckpointLayout.HuggingFace)]
    [InlineData(CheckpointLayout.Llava)]
    public void Save_ActiveAdapter_IsMergedInAndChangesNothingHere(CheckpointLayout layout)
    {
        model.Adapters.Add("policy", new LoraOptions { Rank = 2, Alpha = 3, TargetModules = ["q_proj", "down_proj"] }, TinyWeights.Lora);
        Tensor plain = Logits(model);
        using IDisposable role = model.Adapters.Use("policy");
        Tensor expected = Logits(model);

        LlavaCheckpoint.Save(model, PathOf("merged"), new SaveOptions { Layout = layout });

        using LlavaModel merged = LlavaCheckpoint.Load(PathOf("merged"), Placement.CpuFloat);
        Near.Equal(expected.Narrow(2, 0, Picture), Logits(merged).Narrow(2, 0, Picture), 1e-5);
        Assert.True(expected.SameAs(Logits(model)));
        Assert.False(expected.SameAs(plain));
    }

    [Fact]
    public void Save_InTheOtherLayout_ChangesTheTokensThatItHas()
    {
        LlavaCheckpoint.Save(model, PathOf("nested"));
        folder.Write("nested/tokenizer.model", [1, 2]);
        folder.Write("nested/tokenizer.json", "{}");
        folder.Write("nested/tokenizer_config.json", """{"legacy": false, "pad_token": "<pad>", "added_tokens_decoder": {"38": {"content": "<image>"}, "39": {"content": "<pad>"}, "2": {"content": "</s>"}}}""");
        folder.Write("nested/added_tokens.json", """{"<image>": 38, "<pad>": 39}""");

        LlavaCheckpoint.Save(model, PathOf("flat"), new SaveOptions { Origin = PathOf("nested"), Layout = CheckpointLayout.Llava });
        using LlavaModel flat = LlavaCheckpoint.Load(PathOf("flat"), Placement.CpuFloat);
        LlavaCheckpoint.Save(flat, PathOf("again"), new SaveOptions { Origin = PathOf("flat"), Layout = CheckpointLayout.HuggingFace });

        Assert.Equal("""{"legacy":false,"pad_token":"<unk>","added_tokens_decoder":{"2":{"content":"</s>"}}}""", Compact("flat/tokenizer_config.json"));
        Assert.False(File.Exists(PathOf("flat/tokenizer.json")) || File.Exists(PathOf("flat/added_tokens.json")));
        Assert.Equal("""{"<image>":38,"<pad>":39}""", Compact("again/added_tokens.json"));
        Assert.Contains(""""38":{"content":"<image>","lstrip":false"""", Compact("again/tokenizer_config.json"), StringComparison.Ordinal);
        Assert.Equal(2, new FileInfo(PathOf("again/tokenizer.model")).Length);
    }

    [Fact]
    public void Save_OriginThatDoesntNameThePicture_NamesItAndKeepsItsPadding()
    {
        using LlavaModel unpadded = TinyLlava.Create(Config with { Text = Config.Text with { PadTokenId = 0 } });
        folder.Write("origin/tokenizer_config.json", """{"pad_token": "<unk>"}""");

        LlavaCheckpoint.Save(unpadded, PathOf("out"), new SaveOptions { Origin = PathOf("origin") });

        Assert.Equal("""{"<image>":38}""", Compact("out/added_tokens.json"));
        Assert.StartsWith("""{"pad_token":"<unk>","added_tokens_decoder":{"38":{"content":"<image>",""", Compact("out/tokenizer_config.json"), StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("out/special_tokens_map.json")));
    }

    [Theory]
    [InlineData(CheckpointLayout.HuggingFace)]
    [InlineData(CheckpointLayout.Llava)]
    public void Save_OriginWithAWholeTower_CarriesWhatTheModelLeavesOut(CheckpointLayout layout)
    {
        NamedTensor[] unused = WriteWithWholeTower(PathOf("origin"));
        using LlavaModel loaded = LlavaCheckpoint.Load(PathOf("origin"), Placement.CpuFloat);

        LlavaCheckpoint.Save(loaded, PathOf("once"), new SaveOptions { Origin = PathOf("origin"), Layout = layout });
        LlavaCheckpoint.Save(loaded, PathOf("twice"), new SaveOptions { Origin = PathOf("once") });

        using CheckpointFolder written = CheckpointFolder.Open(PathOf("twice"));
        Assert.Equal(18, unused.Length);
        Assert.All(unused, expected => Assert.True(expected.Value().SameAs(written.Read(expected.Name)), expected.Name));
    }

    [Fact]
    public void Save_OriginWithHalfABlock_WritesAWholeOne()
    {
        WriteWithWholeTower(PathOf("origin"), name => !name.StartsWith($"{Block}mlp.", StringComparison.Ordinal));

        LlavaCheckpoint.Save(model, PathOf("out"), new SaveOptions { Origin = PathOf("origin") });

        using CheckpointFolder written = CheckpointFolder.Open(PathOf("out"));
        Assert.Equal(0, written.Read($"{Block}self_attn.q_proj.weight").Abs().Max().Item());
    }

    [Fact]
    public void Save_TrainedFromNothing_AddsABlockThatChangesNothing()
    {
        LlavaCheckpoint.Save(model, PathOf("out"));
        folder.Write("out/config.json", LlavaConfigWriter.Files(Config with { SelectLayer = -1 }, DType.Float32)["config.json"]);

        using LlavaModel last = LlavaCheckpoint.Load(PathOf("out"), Placement.CpuFloat);

        Assert.Equal(3, last.Config.VisionLayersUsed);
        Assert.True(Features(model).SameAs(Features(last)));
    }

    [Fact]
    public void Save_LinearProjectorForTransformers_IsRefusedBeforeAnythingIsWritten()
    {
        using var stream = new RandomStream(5);
        using LlavaModel linear = LlavaModel.Initialize(Config with { Projector = ProjectorKind.Linear }, stream, Placement.CpuFloat);

        var error = Assert.Throws<CheckpointException>(() => LlavaCheckpoint.Save(linear, PathOf("out"), new SaveOptions { Layout = CheckpointLayout.HuggingFace }));

        Assert.Contains("linear projector", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("out")));
    }

    [Fact]
    public void Adapt_TextBehindThePicture_IsRefused() =>
        Assert.Throws<CheckpointException>(() => CheckpointLayouts.Adapt(Config with { ImageTokenId = 2 }, CheckpointLayout.Llava));

    private static IEnumerable<string> Names(string list) => Golden.At(list).EnumerateArray().Select(entry => entry[0].GetString()!);

    private static Tensor Features(LlavaModel model) => model.ImageFeatures(TinyLlava.Pixels(1), ForwardContext.Inference);

    private static Tensor Logits(LlavaModel model)
    {
        long[] ids = [1, 17, .. Enumerable.Repeat((long)Picture, Config.ImageTokenCount), 5];
        Tensor embeddings = model.Embed(Tensor.From(ids, 1, ids.Length), model.Project(Features(model), ForwardContext.Inference));
        return model.Logits(model.Hidden(embeddings, SequenceWindow.Full, null, ForwardContext.Inference)).Contiguous();
    }

    /// <summary>Writes the last block and the last normalisation with values that no initialisation gives, and returns those.</summary>
    private NamedTensor[] WriteWithWholeTower(string path, Func<string, bool>? keep = null)
    {
        LlavaCheckpoint.Save(model, path);
        TensorInfo[] found;
        using (ShardedWeights plain = ShardedWeights.Open(path))
        {
            found = [.. plain.Tensors.Values.Where(info => info.Name.StartsWith(Block, StringComparison.Ordinal) || info.Name.Contains(".post_layernorm.", StringComparison.Ordinal))];
        }

        NamedTensor[] unused = [.. found.Select((info, index) => new NamedTensor(info.Name, TinyWeights.Fill(index, info.Shape, 1)))];
        SafetensorsWriter.Write(
            Path.Combine(path, "model.safetensors"), [.. LlavaCheckpoint.WeightsOf(model), .. unused.Where(weight => keep?.Invoke(weight.Name) ?? true)]);
        return unused;
    }

    private string Compact(string name) =>
        System.Text.RegularExpressions.Regex.Unescape(System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(PathOf(name)))!.ToJsonString());

    private string PathOf(string name) => Path.Combine(folder.Path, name);
}
