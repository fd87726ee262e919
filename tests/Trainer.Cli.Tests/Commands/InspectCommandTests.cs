using System.Text.Json;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.Torch;

namespace Trainer.Cli.Tests.Commands;

public sealed class InspectCommandTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly TensorScope scope = new();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Inspect_Folder_ListsTensorsAdapterAndMetadata()
    {
        Write("model/model.safetensors", new NamedTensor("lm_head.weight", Tensor.Zeros(Placement.CpuFloat, 3, 1000)));
        folder.Write("model/adapter_config.json", """{"peft_type": "LORA", "r": 4, "lora_alpha": 8, "target_modules": ["q_proj"]}""");

        string text = CommandLineRun.Of("inspect", PathOf("model")).Output;

        Assert.Contains("lm_head.weight  F32[3, 1000]  11.7 KiB", text, StringComparison.Ordinal);
        Assert.Contains("format = pt", text, StringComparison.Ordinal);
        Assert.Contains("rank 4, alpha 8", text, StringComparison.Ordinal);
        Assert.Contains("1 file: 1 tensors, 11.7 KiB (F32 3,000 elements)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"architectures": ["LlamaForCausalLM"], "num_hidden_layers": 32, "hidden_size": 4096}""", "LlamaForCausalLM: num_hidden_layers 32, hidden_size 4096")]
    [InlineData("""{"mm_vision_tower": "openai/clip-vit-large-patch14", "num_hidden_layers": 40}""", "language model: 40 layers of 4096, 11008 inside, 32 heads, 32 for keys, 32000 tokens\nvision tower: 24 layers of 1024, 224 pixels in patches of 14, 256 tokens a picture\nprojector: linear")]
    public void Inspect_Config_IsTold(string config, string expected)
    {
        folder.Write("model/config.json", config);

        Assert.Contains(expected, CommandLineRun.Of("inspect", PathOf("model")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_Json_HasShapesAndBytes()
    {
        Write("a.safetensors", new NamedTensor("n", Tensor.From([1L, 2L], 2, 1)));

        using JsonDocument json = JsonDocument.Parse(CommandLineRun.Of("inspect", PathOf("a.safetensors"), "--json").LastLine);

        JsonElement tensor = json.RootElement.GetProperty("files")[0].GetProperty("tensors")[0];
        Assert.Equal(("n", "I64", 16), (tensor.GetProperty("name").GetString(), tensor.GetProperty("dtype").GetString(), tensor.GetProperty("bytes").GetInt32()));
    }

    [Theory]
    [InlineData("absent", "neither a file of weights nor a folder")]
    [InlineData("bare.bin", "bare pickle")]
    public void Inspect_NoWeights_SaysWhy(string name, string expected)
    {
        folder.Write("bare.bin", [0x80, 2, (byte)'}', (byte)'.']);

        CommandLineRun run = CommandLineRun.Of("inspect", PathOf(name));

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_SameWeightsInTwoLayouts_IsNone()
    {
        Tensor weight = Tensor.From([1f, 2f]);
        Write("a.safetensors", new NamedTensor("model.norm.weight", weight));
        Write("b.safetensors", new NamedTensor("language_model.model.norm.weight", weight));

        CommandLineRun run = CommandLineRun.Of("diff", PathOf("a.safetensors"), PathOf("b.safetensors"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("The same: 1 tensors", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_EveryKindOfDifference_IsListedOnce()
    {
        Write("a.safetensors", Named("same", 1), Named("left", 1), Named("moved", 1), new NamedTensor("shape", Tensor.From([1f, 2f])), Named("nan", double.NaN));
        Write("b.safetensors", Named("same", 1), Named("right", 1), Named("moved", 1.5), Named("shape", 1), Named("nan", double.NaN));

        CommandLineRun run = CommandLineRun.Of("diff", PathOf("a.safetensors"), PathOf("b.safetensors"), "--json");

        using JsonDocument json = JsonDocument.Parse(run.LastLine);
        JsonElement root = json.RootElement;
        Assert.Equal(ExitCode.GateFailed, run.ExitCode);
        Assert.Equal(2, root.GetProperty("equal").GetInt32());
        Assert.Equal("left", root.GetProperty("only_first")[0].GetString());
        Assert.Equal("right", root.GetProperty("only_second")[0].GetString());
        Assert.StartsWith("shape", root.GetProperty("reshaped")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(0.5, root.GetProperty("changed")[0].GetProperty("largest").GetDouble());
        Assert.Equal(1, root.GetProperty("changed").GetArrayLength());
    }

    private static NamedTensor Named(string name, double value) => new(name, Tensor.Full(Placement.CpuFloat, value, 1));

    private string PathOf(string name) => Path.Combine(folder.Path, name);

    private void Write(string name, params NamedTensor[] tensors)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        SafetensorsWriter.Write(PathOf(name), tensors);
    }
}
