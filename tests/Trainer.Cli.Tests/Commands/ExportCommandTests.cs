using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.Torch;

namespace Trainer.Cli.Tests.Commands;

/// <summary>Models for other software, and the proof that they compute the same.</summary>
public sealed class ExportCommandTests : IClassFixture<SmallWorld>, IDisposable
{
    private readonly SmallWorld world;
    private readonly string adapter;
    private readonly TensorScope scope = new();

    public ExportCommandTests(SmallWorld world)
    {
        this.world = world;
        adapter = world.PathOf("adapter");
        if (!Directory.Exists(adapter))
        {
            WriteAdapter();
        }
    }

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("huggingface", "float32", 1e-4)]
    [InlineData("llava", "float32", 1e-4)]
    [InlineData("huggingface", "bfloat16", 0.03)]
    public void Export_Adapter_SaysHowFarTheMergedModelIs(string layout, string type, double tolerance)
    {
        string target = world.PathOf($"merged-{layout}-{type}");

        CommandLineRun run = Export(target, "--layout", layout, "--dtype", type, "--max-shard-megabytes", "1", "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(target, "export.json")));
        Assert.Equal(tolerance, report.RootElement.GetProperty("tolerance").GetDouble());
        Assert.InRange(report.RootElement.GetProperty("relative_difference").GetDouble(), 1e-12, tolerance);
        Assert.True(JsonDocument.Parse(run.LastLine).RootElement.GetProperty("check").GetProperty("passed").GetBoolean());
    }

    [Fact]
    public void Export_BeyondTheTolerance_EndsWithTheGatesCode()
    {
        CommandLineRun run = Export(world.PathOf("beyond"), "--dtype", "bfloat16", "--tolerance", "1e-9");

        Assert.Equal(ExitCode.GateFailed, run.ExitCode);
        Assert.Contains("beyond the tolerance of 1e-09", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_BackThroughTheOtherLayout_StillComputesTheSame()
    {
        Assert.Equal(0, Export(world.PathOf("flat"), "--layout", "llava").ExitCode);

        CommandLineRun back = CommandLineRun.Of("export", "--model", world.PathOf("flat"), "--out", world.PathOf("nested"), "--layout", "huggingface");

        Assert.True(back.ExitCode == 0, back.Error);
        Assert.Contains("within the tolerance", back.Output, StringComparison.Ordinal);
        Assert.Equal(Ask(world.PathOf("flat")), Ask(world.PathOf("nested")));
        Assert.Contains("USER: ", File.ReadAllText(world.PathOf("nested/chat_template.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ForTransformers_BringsAWholeTokenizerThatGivesTheSameIds()
    {
        string[] texts = ["USER: <image>\nIs there a cat in the image? ASSISTANT: Yes.</s>", "  two  spaces\n\tcaf\u00e9 \U0001F600", ""];
        Assert.Equal(0, Export(world.PathOf("for-transformers"), "--layout", "huggingface").ExitCode);
        Assert.Equal(0, Export(world.PathOf("for-llava"), "--layout", "llava").ExitCode);
        world.Write("for-transformers/texts.json", JsonSerializer.Serialize(texts));

        JsonNode read = await NodeScript.Run(Path.Combine("Trainer.Data.Tests", "Text", "Pieces", "tokenizers.cjs"), "@huggingface/tokenizers", world.PathOf("for-transformers"));

        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(world.PathOf("for-transformers"));
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(world.PathOf("for-transformers/config.json")));
        Assert.Equal(texts.Select(tokenizer.Encode), read["ids"]!.AsArray().Select(ids => ids!.AsArray().Select(id => (long)id!).ToArray()));
        Assert.Contains(config.RootElement.GetProperty("image_token_index").GetInt64(), tokenizer.Encode("<image>"));
        Assert.False(File.Exists(world.PathOf("for-llava/tokenizer.json")));
    }

    [Fact]
    public void Export_OnlyTokenizerJson_IsKeptForTransformersAndNotEnoughForLlava()
    {
        foreach (string file in Directory.GetFiles(world.Model))
        {
            world.Write($"json-only/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        }

        File.Delete(world.PathOf("json-only/tokenizer.model"));
        world.Write("json-only/tokenizer.json", "{}");
        world.Write("json-only/added_tokens.json", """{"<image>": 9}""");

        CommandLineRun kept = CommandLineRun.Of("export", "--model", world.PathOf("json-only"), "--out", world.PathOf("kept"), "--layout", "huggingface");
        CommandLineRun refused = CommandLineRun.Of("export", "--model", world.PathOf("json-only"), "--out", world.PathOf("refused"), "--layout", "llava");

        Assert.True(kept.ExitCode == 0, kept.Error);
        Assert.Equal("{}", File.ReadAllText(world.PathOf("kept/tokenizer.json")));
        Assert.Equal(ExitCode.Data, refused.ExitCode);
        Assert.Contains("tokenizer.model of the language model beside it", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_UnigramModel_IsRefusedForTransformersBeforeAnythingIsWritten()
    {
        foreach (string file in Directory.GetFiles(world.Model))
        {
            world.Write($"unigram/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        }

        // trainer_spec { model_type: UNIGRAM }, which adds to the one before.
        world.Write("unigram/tokenizer.model", [.. File.ReadAllBytes(world.PathOf("unigram/tokenizer.model")), 0x12, 2, 0x18, 1]);

        CommandLineRun run = CommandLineRun.Of("export", "--model", world.PathOf("unigram"), "--out", world.PathOf("none-of-it"), "--layout", "huggingface");

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Assert.Contains("it is a Unigram model", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.PathOf("none-of-it")));
    }

    [Theory]
    [InlineData("huggingface", "base_model.model.language_model.model.layers.0", "non_lora_trainables.safetensors")]
    [InlineData("llava", "base_model.model.model.layers.0", "non_lora_trainables.bin")]
    public void Export_AdapterOnly_IsAnAdapterAgain(string layout, string prefix, string trainables)
    {
        string target = world.PathOf($"adapter-{layout}");

        CommandLineRun run = Export(target, "--adapter-only", "--layout", layout);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("logits differ by 0 at most", run.Output, StringComparison.Ordinal);
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(target, "adapter_model.safetensors"));
        Assert.All(file.Tensors.Keys, name => Assert.StartsWith("base_model.model.", name, StringComparison.Ordinal));
        Assert.Contains(file.Tensors.Keys, name => name.StartsWith(prefix, StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(target, trainables)));
        Assert.Equal(layout == "llava", File.Exists(Path.Combine(target, "config.json")));
        Assert.Equal(Ask(adapter), Ask(target));
    }

    [Theory]
    [InlineData("float32", "f32", 1e-6)]
    [InlineData("float16", "f16", 0.005)]
    [InlineData("bfloat16", "bf16", 0.03)]
    public void Export_Gguf_IsTheMergedModelForLlamaCpp(string type, string suffix, double tolerance)
    {
        string judge = Path.Combine(adapter, "reward_head.safetensors");
        string policy = world.PathOf($"policy-{suffix}");
        Copy(adapter, policy, file => file != judge);
        string target = world.PathOf($"gguf-{suffix}");

        CommandLineRun run = CommandLineRun.Of("export", "--model", policy, "--out", target, "--format", "gguf", "--dtype", type);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["export.json", $"mmproj-model-{suffix}.gguf", $"model-{suffix}.gguf"], Directory.GetFiles(target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(target, "export.json")));
        Assert.InRange(report.RootElement.GetProperty("relative_difference").GetDouble(), 0, tolerance);
        string listed = CommandLineRun.Of("inspect", target).Output;
        Assert.Contains("tokenizer.chat_template = ", listed, StringComparison.Ordinal);
        Assert.Contains($"general.name = policy-{suffix}", listed, StringComparison.Ordinal);
        Assert.Matches($@"token_embd\.weight +{suffix.ToUpperInvariant()}\[", listed);
    }

    [Theory]
    [InlineData("--layout", "llava", "has a layout of its own")]
    [InlineData("--adapter-only", null, "holds a whole model")]
    [InlineData(null, null, "has no place for the head that makes a score of an answer")]
    public void Export_GgufOfWhatItCantSay_IsRefused(string? option, string? value, string problem)
    {
        CommandLineRun run = Export(world.PathOf("none"), ["--format", "gguf", .. new[] { option, value }.OfType<string>()]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_AdapterOnlyOfAWholeModel_IsRefused() =>
        Assert.Equal(ExitCode.Usage, CommandLineRun.Of("export", "--model", world.Model, "--out", world.PathOf("none"), "--adapter-only").ExitCode);

    [Fact]
    public void Export_Heads_ComeAlongInBothFormats()
    {
        string target = world.PathOf("judge");

        Assert.Equal(0, Export(target, "--layout", "llava").ExitCode);

        Assert.Equal("{}", File.ReadAllText(Path.Combine(target, "reward.json")));
        using IWeightSource reward = WeightFile.Open(Path.Combine(target, "reward_head"));
        using IWeightSource value = WeightFile.Open(Path.Combine(target, "value", "value_head.pt"));
        using IWeightSource own = WeightFile.Open(Path.Combine(target, "value", "value_head.safetensors"));
        Assert.Equal((0.5, 2.0), (reward.Read("weight").Max().Item(), reward.Read("bias").Item()));
        Assert.Equal((0.5, 2.0), (value.Read("weight").Max().Item(), own.Read("value_head.bias").Item()));
    }

    private static void Copy(string from, string to, Func<string, bool> isWanted)
    {
        Directory.CreateDirectory(to);
        Array.ForEach([.. Directory.GetFiles(from).Where(isWanted)], file => File.Copy(file, Path.Combine(to, Path.GetFileName(file))));
    }

    private CommandLineRun Export(string target, params string[] arguments) => CommandLineRun.Of(["export", "--model", adapter, "--out", target, .. arguments]);

    private string Ask(string model) => CommandLineRun.Of(
        "generate", "--model", model, "--image", world.PathOf("scenes/images/000000000001.png"), "--prompt", "Is there a cat in the image?", "--max-new-tokens", "8").Output;

    /// <summary>An adapter that changes much, the projector trained beside it, and heads of a judge.</summary>
    private void WriteAdapter()
    {
        using LlavaModel model = LlavaCheckpoint.Load(world.Model, Placement.CpuFloat);
        using var stream = new RandomStream(3);
        LoraAdapter made = model.Adapters.Add("policy", new LoraOptions { Rank = 4, Alpha = 8 }, stream);
        Assert.All(made.Parameters, parameter => parameter.Value.FillNormal(0, 0.1, stream));
        AdapterCheckpoint.Save(made, adapter, world.Model);
        Parameter bias = model.Parameters.First(parameter => parameter.Name.StartsWith("model.mm_projector", StringComparison.Ordinal) && parameter.Name.EndsWith("bias", StringComparison.Ordinal));
        SafetensorsWriter.Write(Path.Combine(adapter, "non_lora_trainables.safetensors"), [new NamedTensor(NameMap.ToHuggingFace(bias.Name), Tensor.Full(Placement.CpuFloat, 0.5, bias.Value.Size(0)))]);
        world.Write("adapter/reward.json", "{}");
        WriteHead("reward_head");
        Directory.CreateDirectory(Path.Combine(adapter, "value"));
        WriteHead("value_head", "value");
    }

    private void WriteHead(string name, string place = "") => SafetensorsWriter.Write(
        Path.Combine(adapter, place, $"{name}.safetensors"),
        [new NamedTensor($"{name}.weight", Tensor.Full(Placement.CpuFloat, 0.5, 1, 16)), new NamedTensor($"{name}.bias", Tensor.Full(Placement.CpuFloat, 2, 1))]);
}
