using System.Text.Json;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.Gguf;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;
using Xunit.Abstractions;

namespace Trainer.Modeling.Tests.Weights.Gguf;

public sealed class GgufCheckpointTests(ITestOutputHelper output) : IDisposable
{
    private static readonly long[] Words = [1, 17, 5, 39, 8, 2];

    private readonly TemporaryDirectory directory = new();
    private readonly TensorScope scope = new();

    public static TheoryData<string> Models => ["plain", "grouped", "linear"];

    public void Dispose()
    {
        scope.Dispose();
        directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Save_ReadBack_IsBitwiseTheSame(string name)
    {
        using LlavaModel model = Create(name);

        Save(model);

        using LlavaModel loaded = GgufCheckpoint.Load(directory.Path, DType.Float32, model.Config, Placement.CpuFloat);
        Assert.Equal(Scores(model), Scores(loaded));
        Assert.Equal(Picture(model), Picture(loaded));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Save_RecomputedInPython_IsOurs(string name)
    {
        if (!PythonWithTorch.TryFind(output, out string python))
        {
            return;
        }

        using LlavaModel model = Create(name);
        Save(model);

        using JsonDocument line = JsonDocument.Parse(PythonWithTorch.Run(
            python,
            Path.Combine(AppContext.BaseDirectory, "Weights", "Gguf", "Fixtures", "gguf_reader.py"),
            GgufCheckpoint.LanguageFile(directory.Path, DType.Float32),
            GgufCheckpoint.VisionFile(directory.Path, DType.Float32),
            JsonSerializer.Serialize(Enumerable.Range(0, 3).Select(colour => Enumerable.Range(0, 12).Select(row => TinyLlava.Pixels(1).Select(0, 0).Select(0, colour).Select(0, row).ToArray<float>()))),
            JsonSerializer.Serialize(Words)));

        Near.Equal([.. Golden.Flatten(line.RootElement.GetProperty("scores"))], Tensor.From(Scores(model)), 1e-4);
        Near.Equal([.. Golden.Flatten(line.RootElement.GetProperty("picture"))], Tensor.From(Picture(model)), 1e-4);
    }

    [Fact]
    public void Save_ActiveAdapter_IsMergedIn()
    {
        using LlavaModel model = TinyLlava.Create();
        float[] before = Scores(model);
        using var stream = new RandomStream(3);
        LoraAdapter adapter = model.Adapters.Add("policy", new LoraOptions { Rank = 2, Alpha = 4 }, stream);
        Assert.All(adapter.Parameters, parameter => parameter.Value.FillNormal(0, 0.3, stream));
        using IDisposable role = model.Adapters.Use("policy");

        Save(model);

        using LlavaModel loaded = GgufCheckpoint.Load(directory.Path, DType.Float32, model.Config, Placement.CpuFloat);
        Near.Equal(Tensor.From(Scores(model)), Tensor.From(Scores(loaded)), 1e-4);
        Assert.NotEqual(before, Scores(loaded));
    }

    [Fact]
    public void Save_TinyModel_HasLlamaCppsNamesTypesAndNumbers()
    {
        using LlavaModel model = TinyLlava.Create();

        Save(model, DType.BFloat16);

        using GgufFile language = GgufFile.Open(Path.Combine(directory.Path, "model-bf16.gguf"));
        using GgufFile vision = GgufFile.Open(Path.Combine(directory.Path, "mmproj-model-bf16.gguf"));
        Assert.Equal(
            ["blk.0.attn_k.weight BF16[16, 16]", "blk.0.attn_norm.weight F32[16]", "blk.0.attn_output.weight BF16[16, 16]", "blk.0.attn_q.weight BF16[16, 16]", "blk.0.attn_v.weight BF16[16, 16]",
             "blk.0.ffn_down.weight BF16[16, 24]", "blk.0.ffn_gate.weight BF16[24, 16]", "blk.0.ffn_norm.weight F32[16]", "blk.0.ffn_up.weight BF16[24, 16]",
             "output.weight BF16[40, 16]", "output_norm.weight F32[16]", "token_embd.weight BF16[40, 16]"],
            Listed(language, "blk.1."));
        Assert.Equal(
            ["mm.0.bias F32[16]", "mm.0.weight BF16[16, 8]", "mm.2.bias F32[16]", "mm.2.weight BF16[16, 16]",
             "v.blk.0.attn_k.bias F32[8]", "v.blk.0.attn_k.weight BF16[8, 8]", "v.blk.0.attn_out.bias F32[8]", "v.blk.0.attn_out.weight BF16[8, 8]",
             "v.blk.0.attn_q.bias F32[8]", "v.blk.0.attn_q.weight BF16[8, 8]", "v.blk.0.attn_v.bias F32[8]", "v.blk.0.attn_v.weight BF16[8, 8]",
             "v.blk.0.ffn_down.bias F32[8]", "v.blk.0.ffn_down.weight BF16[8, 16]", "v.blk.0.ffn_up.bias F32[16]", "v.blk.0.ffn_up.weight BF16[16, 8]",
             "v.blk.0.ln1.bias F32[8]", "v.blk.0.ln1.weight F32[8]", "v.blk.0.ln2.bias F32[8]", "v.blk.0.ln2.weight F32[8]",
             "v.class_embd F32[8]", "v.patch_embd.weight F32[8, 3, 4, 4]", "v.position_embd.weight F32[10, 8]", "v.pre_ln.bias F32[8]", "v.pre_ln.weight F32[8]"],
            Listed(vision, "v.blk.1."));
        Assert.Equal(("llama", 32u, 2u, 4u, 1e-5f, 10000f), (Of("general.architecture"), Of("general.file_type"), Of("llama.block_count"), Of("llama.rope.dimension_count"), Of("llama.attention.layer_norm_rms_epsilon"), Of("llama.rope.freq_base")));

        // Of three blocks the last isn't read (layer −2): two are written, and the features are the second's.
        Assert.Equal(("clip", "mmproj", 2u, 12u), (vision.Header.Metadata["general.architecture"], vision.Header.Metadata["general.type"], vision.Header.Metadata["clip.vision.block_count"], vision.Header.Metadata["clip.vision.image_size"]));
        Assert.Equal(new[] { 2 }, vision.Header.Metadata["clip.vision.feature_layer"]);

        object Of(string key) => language.Header.Metadata[key];
    }

    [Fact]
    public void Save_WhatLlamaCppLacks_IsRefusedByName()
    {
        Assert.Contains("leaves the class token out", Refusal(TinyLlava.Config with { KeepClassToken = true }), StringComparison.Ordinal);
        Assert.Contains("two feed-forward matrices of 8 by 8", Refusal(TinyLlava.Config with { Vision = TinyLlava.Config.Vision with { IntermediateSize = 8 } }), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_OtherFamilies_AreRefusedByName()
    {
        Assert.Contains("not those of MiniGPT-4", Refusal(TinyMiniGpt4.Config), StringComparison.Ordinal);
        Assert.Contains("not those of Shikra", Refusal(TinyShikra.Config), StringComparison.Ordinal);
    }

    private static LlavaModel Create(string name) => name switch
    {
        "grouped" => TinyLlava.Create(TinyLlava.Grouped),
        "linear" => new(TinyLlava.Config with { Projector = ProjectorKind.Linear }, WithLinearProjector, Placement.CpuFloat),
        _ => TinyLlava.Create(),
    };

    private static Tensor WithLinearProjector(string name, long[] shape, Initialization initialization) =>
        name.StartsWith("model.mm_projector.", StringComparison.Ordinal) ? TinyWeights.Fill(shape.Length, shape, 1) : TinyWeights.Base(name, shape, initialization);

    private static string[] Listed(GgufFile file, string hidden) =>
        [.. file.Tensors.Values.Where(info => !info.Name.StartsWith(hidden, StringComparison.Ordinal)).Select(info => $"{info.Name} {info}").Order(StringComparer.Ordinal)];

    private static float[] Scores(LlavaModel model) =>
        model.Logits(model.Hidden(model.Embed(Tensor.From(Words, 1, Words.Length), null), SequenceWindow.Full, null, ForwardContext.Inference)).Reshape(-1).ToArray<float>();

    private static float[] Picture(LlavaModel model) =>
        model.Project(model.ImageFeatures(TinyLlava.Pixels(1), ForwardContext.Inference), ForwardContext.Inference).Reshape(-1).ToArray<float>();

    private string Refusal(LlavaConfig config)
    {
        using var stream = new RandomStream(1);
        using LlavaModel model = LlavaModel.Initialize(config, stream, Placement.CpuFloat);
        return Assert.Throws<CheckpointException>(() => Save(model)).Message;
    }

    private void Save(LlavaModel model, DType type = DType.Float32) =>
        GgufCheckpoint.Save(model, directory.Path, new GgufOptions { Name = "tiny", Tokenizer = [new("tokenizer.ggml.model", "llama")], Type = type });
}
