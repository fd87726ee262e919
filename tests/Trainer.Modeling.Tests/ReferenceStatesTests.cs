using System.Text.Json;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Modeling.Vision;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests;

/// <summary>What the tiny models have inside, state by state, beside the reference's values in <c>states.json</c>.</summary>
public sealed class ReferenceStatesTests : IDisposable
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Models", "Fixtures", "states.json"))).RootElement;

    private readonly TensorScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Rotary_Tables_AreTheReferences()
    {
        using var table = new RotaryTable(new LlamaConfig { HiddenSize = 8, Heads = 1, MaxPositions = 2048 }, Device.Cpu);
        Tensor positions = Tensor.From([0L, 1, 5, 100, 2047], 1, 5);

        RotaryAngles angles = table.At(positions);

        // The reference's tables hold every number twice, for both halves of a head.
        Near.Equal([.. Numbers("cos").Chunk(8).SelectMany(row => row[..4])], angles.Cosine, 1e-4);
        Near.Equal([.. Numbers("sin").Chunk(8).SelectMany(row => row[..4])], angles.Sine, 1e-4);
    }

    [Fact]
    public void Rotary_HeadOf128_HasTheReferencesFrequencies()
    {
        using var table = new RotaryTable(new LlamaConfig { MaxPositions = 2 }, Device.Cpu);
        float[] sines = table.First(2).Sine.Select(1, 1).ToArray<float>();

        Near.Equal(Numbers("inv_freq_dim128"), Tensor.From([.. new[] { sines[0], sines[1], sines[2], sines[3], sines[62], sines[63] }.Select(MathF.Asin)]), 1e-6);
    }

    [Fact]
    public void Llama_BetweenItsBlocks_HasTheReferencesStates()
    {
        using LlavaModel model = TinyLlava.Create();
        var states = new List<Tensor>();
        Tensor embeddings = model.Embed(Golden.Ids("llama", "ids"), null);

        Tensor last = model.Hidden(embeddings, SequenceWindow.Full, null, new ForwardContext { States = new Keeper(states) });

        double[][] expected = [.. Root.GetProperty("layer_outputs").EnumerateArray().Select(layer => Golden.Flatten(layer).ToArray())];
        Near.Equal(expected[0], states[0]);
        Near.Equal(expected[1], states[1]);
        Tensor final = Tensor.From([.. expected[2].Select(value => (float)value)], 1, 6, 16);
        Near.Equal(Functional.RmsNorm(final, model.Parameters.Single(parameter => parameter.Name == "model.norm.weight").Value, 1e-5), last);
    }

    [Fact]
    public void Clip_Embeddings_AreTheReferences()
    {
        var builder = new ParameterBuilder((name, shape, initialization) => TinyWeights.Base(name, shape, initialization));
        var tower = new ClipVisionTower(builder, TinyLlava.Config);

        Tensor embeddings = tower.Embed(TinyLlava.Pixels());

        Near.Equal(Numbers("clip_embeddings"), embeddings.Select(0, 0).Narrow(0, 0, 3));
        builder.Parameters.ToList().ForEach(parameter => parameter.Value.Dispose());
    }

    [Fact]
    public void Clip_BeforeItsFirstBlockAndBehindItsLast_HasTheReferencesStates()
    {
        using LlavaModel first = TinyLlava.Create(TinyLlava.Config with { SelectLayer = 0, KeepClassToken = true });
        using LlavaModel last = TinyLlava.Create(TinyLlava.Config with { SelectLayer = -1, KeepClassToken = true });

        Tensor before = first.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference);
        Tensor classes = last.ImageFeatures(TinyLlava.Pixels(), ForwardContext.Inference).Select(1, 0).Contiguous();

        Near.Equal(Numbers("clip_states_0"), before.Select(0, 0).Narrow(0, 0, 3));
        Near.Equal(Numbers("clip_last_class"), classes.Select(0, 1));
        Near.Equal(Numbers("clip_pooled"), Functional.LayerNorm(classes, Unused("weight"), Unused("bias"), 1e-5));
    }

    private static double[] Numbers(string key) => [.. Golden.Flatten(Root.GetProperty(key))];

    private static Tensor Unused(string kind) => TinyWeights.Base($"vision_tower.vision_model.post_layernorm.{kind}", [8], Initialization.Ones);

    private sealed class Keeper(List<Tensor> states) : IStateObserver
    {
        public bool Wants(int layer) => true;

        public void Observe(int layer, Tensor shown) => states.Add(TensorScope.Release(shown.Clone()));
    }
}
