using Trainer.Modeling.Adapters;
using Trainer.Modeling.Attention;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Adapters;

public sealed class AdapterSetTests : IDisposable
{
    private static readonly LoraOptions GoldenOptions = new() { Rank = 2, Alpha = 3, TargetModules = ["q_proj", "down_proj"] };

    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyLlava.Create();

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Use_GoldenAdapter_EqualsTheReference()
    {
        model.Adapters.Add("policy", GoldenOptions, TinyWeights.Lora);

        using (model.Adapters.Use("policy"))
        {
            Near.Equal(Golden.Numbers("lora", "logits_last"), LastLogits());
        }
    }

    [Fact]
    public void Merge_GoldenAdapter_EqualsTheReferenceAndTheAdapter()
    {
        model.Adapters.Add("policy", GoldenOptions, TinyWeights.Lora);

        using (model.Adapters.Merge("policy"))
        {
            Tensor weight = model.Parameters.Single(parameter => parameter.Name == "model.layers.0.self_attn.q_proj.weight").Value;
            Near.Equal(Golden.Numbers("lora", "merged_layer0_q_row0"), weight.Select(0, 0));
            Near.Equal(Golden.Numbers("lora", "logits_last"), LastLogits());
        }
    }

    [Fact]
    public void ValueOf_WeightOfBFloat16_IsTheSumBeforeRounding()
    {
        using LlavaModel half = TinyLlava.Create(type: DType.BFloat16);
        half.Adapters.Add("policy", GoldenOptions, TinyWeights.Lora);
        using IDisposable role = half.Adapters.Use("policy");
        model.Adapters.Add("policy", GoldenOptions, TinyWeights.Lora);
        using IDisposable same = model.Adapters.Use("policy");
        Parameter rounded = half.Parameters.Single(parameter => parameter.Name == "model.layers.0.self_attn.q_proj.weight");
        Parameter whole = model.Parameters.Single(parameter => parameter.Name == rounded.Name);

        Tensor change = model.Adapters.ValueOf(whole) - whole.Value;

        Near.Equal(rounded.Value.To(DType.Float32) + change, half.Adapters.ValueOf(rounded), 1e-6);
    }

    [Fact]
    public void Merge_WhileActive_CountsTheChangeOnceAndComesBackBitForBit()
    {
        model.Adapters.Add("policy", GoldenOptions, TinyWeights.Lora);
        float[][] before = Weights();
        using IDisposable role = model.Adapters.Use("policy");
        Tensor expected = LastLogits();

        using (model.Adapters.Merge("policy"))
        {
            Near.Equal(expected, LastLogits());
        }

        Assert.Equal("policy", model.Adapters.Active);
        Assert.Equal(before, Weights());
        Near.Equal(expected, LastLogits(), 0);
    }

    [Fact]
    public void Add_Fresh_ChangesNothingYetAndBoundsA()
    {
        Tensor expected = LastLogits();
        LoraAdapter adapter = Fresh("policy", GoldenOptions);

        using (model.Adapters.Use("policy"))
        {
            Near.Equal(expected, LastLogits(), 0);
        }

        Tensor down = adapter.Parameters.First(parameter => parameter.Name.EndsWith("q_proj.lora_A.weight", StringComparison.Ordinal)).Value;
        Assert.InRange(down.Abs().Max().Item(), 0.01, 1 / Math.Sqrt(16));
    }

    [Fact]
    public void Use_Nested_RestoresTheRoleBefore()
    {
        Fresh("policy", GoldenOptions);
        Fresh("value", GoldenOptions);

        using (model.Adapters.Use("policy"))
        {
            using (model.Adapters.Use("value"))
            {
                Assert.Equal("value", model.Adapters.Active);
            }

            Assert.Equal("policy", model.Adapters.Active);
        }

        Assert.Null(model.Adapters.Active);
    }

    [Fact]
    public void Use_AnotherRole_SeesNothingOfTheFirst()
    {
        Tensor expected = LastLogits();
        model.Adapters.Add("policy", GoldenOptions, TinyWeights.Lora);
        Fresh("reference", GoldenOptions with { TargetModules = [LoraOptions.AllLinear] });
        model.Adapters.Activate("policy");

        model.Adapters.Activate("reference");

        Near.Equal(expected, LastLogits(), 0);
    }

    [Fact]
    public void Add_AllLinear_TakesSevenLayersOfEachBlockAndNoHead()
    {
        LoraAdapter adapter = Fresh("policy", new LoraOptions { Rank = 2 });

        Assert.Equal(2 * 7 * 2, adapter.Parameters.Count());
        Assert.All(adapter.Parameters, parameter => Assert.StartsWith("model.layers.", parameter.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Add_UnknownModule_NamesItAndTheKnownOnes()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Fresh("policy", new LoraOptions { TargetModules = ["q_proj", "qproj"] }));

        Assert.Contains("No layer matches 'qproj' in lora_target_modules. Known: q_proj, k_proj", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_TakenName_Refuses()
    {
        Fresh("policy", GoldenOptions);

        Assert.Throws<ArgumentException>(() => Fresh("policy", GoldenOptions));
    }

    [Fact]
    public void Activate_UnknownName_KeepsTheActiveRoleAndListsTheKnown()
    {
        Fresh("policy", GoldenOptions);
        model.Adapters.Activate("policy");

        ArgumentException error = Assert.Throws<ArgumentException>(() => model.Adapters.Activate("polcy"));

        Assert.Contains("no adapter 'polcy'. Known: policy", error.Message, StringComparison.Ordinal);
        Assert.Equal("policy", model.Adapters.Active);
    }

    [Theory]
    [InlineData(false, 1.5)]
    [InlineData(true, 2.1213203)]
    public void Scaling_OfOptions_IsAlphaOverRankOrItsRoot(bool stabilised, double expected) =>
        Assert.Equal(expected, (GoldenOptions with { RankStabilised = stabilised }).Scaling, 1e-6);

    /// <summary>BPO's published setting multiplies changes by eight.</summary>
    [Fact]
    public void Scaling_OfBpo_IsTheReferences() => Assert.Equal(8, new LoraOptions { Rank = 32, Alpha = 256 }.Scaling);

    [Fact]
    public void Forward_Dropout_DrawsFromTheContextAndOnlyThere()
    {
        model.Adapters.Add("policy", GoldenOptions with { Dropout = 0.5 }, TinyWeights.Lora);
        model.Adapters.Activate("policy");
        using var first = new RandomStream(3);
        using var second = new RandomStream(3);

        Tensor dropped = LastLogits(new ForwardContext { Dropout = first });

        Near.Equal(dropped, LastLogits(new ForwardContext { Dropout = second }), 0);
        Near.Equal(Golden.Numbers("lora", "logits_last"), LastLogits());
        Assert.NotEqual(dropped.ToArray<float>(), LastLogits().ToArray<float>());
    }

    private LoraAdapter Fresh(string name, LoraOptions options)
    {
        using var stream = new RandomStream(9);
        return model.Adapters.Add(name, options, stream);
    }

    private float[][] Weights() => [.. model.Parameters.Select(parameter => parameter.Value.ToArray<float>())];

    private Tensor LastLogits(ForwardContext? context = null) => model.Logits(
        model.Hidden(model.Embed(Golden.Ids("llama", "ids"), null), SequenceWindow.Full, null, context ?? ForwardContext.Inference).Select(1, 5)).Detach();
}
