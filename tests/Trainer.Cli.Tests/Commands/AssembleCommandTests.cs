using System.Text.Json;
using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Rewards;
using Trainer.Data.Rewards;
using Trainer.Modeling;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Cli.Tests.Commands;

/// <summary>LLaVA-RLHF's releases: a fine-tuned model, adapters that name a training machine's base, and heads.</summary>
public sealed class AssembleCommandTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly TensorScope scope = new();
    private readonly LlavaModel model;
    private readonly LoraAdapter adapter;

    public AssembleCommandTests()
    {
        using var stream = new RandomStream(5);
        model = LlavaModel.Initialize(TinyLlava.Config with { Projector = ProjectorKind.Linear }, stream, Placement.CpuFloat);
        adapter = model.Adapters.Add("reward", new LoraOptions { Rank = 2, TargetModules = ["q_proj"] }, stream);
        LlavaCheckpoint.Save(model, PathOf("sft_model"));
        AdapterCheckpoint.Save(adapter, PathOf("checkpoint-200/adapter_model/lora_default"), "/machine/sft_model");
        Head("checkpoint-200/reward_head.safetensors", new("weight", Tensor.Full(Placement.CpuFloat, 0.5, 1, 16)), new("bias", Tensor.Full(Placement.CpuFloat, 2, 1)));
        SafetensorsWriter.Write(PathOf("checkpoint-200/adapter_model/lora_default/non_lora_trainables.safetensors"), [new("model.mm_projector.bias", Tensor.Full(Placement.CpuFloat, 7, 16))]);
    }

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Assemble_BaseAdapterAndHead_IsAJudgeOnThatBase()
    {
        CommandLineRun run = Assemble("--adapter", PathOf("checkpoint-200"), "--reward-head", PathOf("checkpoint-200/reward_head.safetensors"), "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(PathOf("judge"), JsonDocument.Parse(run.LastLine).RootElement.GetProperty("model").GetString());
        Assert.Equal(PathOf("sft_model"), AdapterFolder.BaseOf(PathOf("judge")));
        using RewardHead head = RewardHead.Read(PathOf("judge"), 16, Device.Cpu);
        Assert.Equal(10, head.Forward(Tensor.Ones(Placement.CpuFloat, 1, 16)).Item());
        Assert.Equal(("v1", FactKind.Captions), (head.Card.ChatTemplate, head.Card.Facts.Kind));
        using LlavaModel loaded = LlavaCheckpoint.Load(PathOf("sft_model"), Placement.CpuFloat);
        AdapterFolder.Load(loaded, PathOf("judge"));
        Assert.True(adapter.Parameters.First().Value.SameAs(loaded.Adapters.All[TrainableModel.PolicyAdapter].Parameters.First().Value));
        Assert.Equal(7, loaded.Parameters.Single(parameter => parameter.Name == "model.mm_projector.bias").Value.Max().Item());
        head.Card.Require(loaded.Config);
    }

    [Fact]
    public void Assemble_AdapterOnPieces_PutsTheirModelBesideIt()
    {
        Directory.Move(PathOf("sft_model"), PathOf("whole"));
        WritePieces();

        CommandLineRun run = Assemble("--vision-tower", PathOf("clip"), "--adapter", PathOf("checkpoint-200"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(PathOf("judge/base"), AdapterFolder.BaseOf(PathOf("judge")));
        using LlavaModel loaded = LlavaCheckpoint.Load(PathOf("judge/base"), Placement.CpuFloat);
        Assert.True(model.Parameters[3].Value.SameAs(loaded.Parameters[3].Value));
    }

    [Fact]
    public void Assemble_HeadOfAnotherWidth_IsRefused()
    {
        Head("other.safetensors", new("weight", Tensor.Ones(Placement.CpuFloat, 1, 8)), new("bias", Tensor.Ones(Placement.CpuFloat, 1)));

        CommandLineRun run = Assemble("--reward-head", PathOf("other.safetensors"));

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Assert.Contains("must be [1, 16]", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Assemble_FolderWithoutAdapter_SaysWhereItLooked() =>
        Assert.Contains("lora_default", Assemble("--adapter", PathOf("sft_model")).Error, StringComparison.Ordinal);

    private CommandLineRun Assemble(params string[] arguments) =>
        CommandLineRun.Of(["assemble", "--base", PathOf("sft_model"), "--out", PathOf("judge"), .. arguments]);

    private string PathOf(string name) => Path.Combine(folder.Path, name);

    private void Head(string name, params NamedTensor[] weights) => SafetensorsWriter.Write(PathOf(name), weights);

    /// <summary>The same model, its tower in a repository of its own.</summary>
    private void WritePieces()
    {
        ILookup<bool, NamedTensor> parts = LlavaCheckpoint.WeightsOf(model).ToLookup(weight => weight.Name.Contains("vision_model.", StringComparison.Ordinal));
        Directory.CreateDirectory(PathOf("sft_model"));
        folder.Write("sft_model/config.json", File.ReadAllText(PathOf("whole/config.json")).Replace("\"vision_tower\"", "\"openai/clip\"", StringComparison.Ordinal));
        SafetensorsWriter.Write(PathOf("sft_model/model.safetensors"), parts[false]);
        folder.Write("clip/config.json", File.ReadAllText(PathOf("whole/vision_tower/config.json")));
        SafetensorsWriter.Write(PathOf("clip/model.safetensors"), parts[true].Select(weight => weight with { Name = weight.Name[weight.Name.IndexOf("vision_model.", StringComparison.Ordinal)..] }));
    }
}
