using System.Text.Json;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.TorchFiles;
using Trainer.TestKit;
using Trainer.TestKit.Models;
using Trainer.Torch;
using Xunit.Abstractions;

namespace Trainer.Modeling.Tests.Weights;

/// <summary>Both formats through the eyes of torch and of a reader by hand, which recompute what the first blocks make of them.</summary>
public sealed class IndependentReaderTests(ITestOutputHelper output) : IDisposable
{
    private static readonly long[] Words = [1, 17, 5, 39, 8, 2];

    private readonly TemporaryDirectory folder = new();
    private readonly TensorScope scope = new();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void FirstBlocks_RecomputedInPython_AreOurs()
    {
        if (!PythonWithTorch.TryFind(output, out string python))
        {
            return;
        }

        using LlavaModel model = TinyLlava.Create(TinyLlava.Config with { SelectLayer = 1, KeepClassToken = true });
        Write(model);

        using JsonDocument line = JsonDocument.Parse(PythonWithTorch.Run(python, SafetensorsFixture.PathOf("independent_reader.py"), folder.Path));

        JsonElement root = line.RootElement;
        Assert.Equal((80, 0.0), (root.GetProperty("tensors").GetInt32(), root.GetProperty("difference").GetDouble()));
        Near.Equal([.. Golden.Flatten(root.GetProperty("llama"))], FirstLlamaBlock(model), 1e-5);
        Near.Equal([.. Golden.Flatten(root.GetProperty("clip"))], model.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference), 1e-5);
    }

    private static Tensor FirstLlamaBlock(LlavaModel model)
    {
        var second = new SecondState();
        model.Hidden(model.Embed(Tensor.From(Words, 1, Words.Length), null), SequenceWindow.Full, null, new ForwardContext { States = second });
        return second.Value!;
    }

    private void Write(LlavaModel model)
    {
        LlavaCheckpoint.Save(model, folder.Path, new SaveOptions { Layout = CheckpointLayout.HuggingFace });
        using SafetensorsFile written = SafetensorsFile.Open(Path.Combine(folder.Path, "model.safetensors"));
        TorchFileWriter.Write(Path.Combine(folder.Path, "pytorch_model.bin"), [.. written.Tensors.Keys.Select(name => new NamedTensor(name, written.Read(name)))]);
        SafetensorsWriter.Write(Path.Combine(folder.Path, "inputs.safetensors"), [new NamedTensor("ids", Tensor.From(Words, 1, Words.Length)), new NamedTensor("pixels", TinyLlava.Pixels())]);
    }

    private sealed class SecondState : IStateObserver
    {
        internal Tensor? Value { get; private set; }

        public bool Wants(int layer) => layer == 1;

        public void Observe(int layer, Tensor states) => Value = TensorScope.Release(states.Clone());
    }
}
