using System.Text.Json;
using Trainer.Decoding.Strategies;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Strategies;

public sealed class LayerContrastTests : IDisposable
{
    private static readonly GenerationOptions Twelve = new() { MaxNewTokens = 12 };

    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyLlava.Create();

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Combine_GoldenLayers_ChoosesAndScoresAsTheReference()
    {
        JsonElement input = Fixture.At("dola", "input");
        JsonElement output = Fixture.At("dola", "output");
        Tensor final = Row(input.GetProperty("mature_logits").Numbers());
        Tensor early = Tensor.Stack(0, [.. input.GetProperty("premature_logits").EnumerateObject().Select(layer => Row(layer.Value.Numbers()))]);
        var contrast = new LayerContrast { Layers = [0, 2, 4], RelativeTop = input.GetProperty("relative_top").GetDouble() };

        Tensor divergence = LayerContrast.Divergence(final.LogSoftmax(-1), early.LogSoftmax(-1));

        Near.Equal(output.GetProperty("js_div").Numbers(), divergence, 1e-7);
        Assert.Equal(output.GetProperty("chosen_layer").GetInt32(), contrast.Layers[(int)divergence.ArgMax(0).Item()]);
        Assert.Equal(output.GetProperty("scores").Numbers(), contrast.Combine(final, early).ToArray<double>(), (left, right) => left == right || Math.Abs(left - right) < 1e-6);
    }

    [Fact]
    public void Combine_SeveralRows_ChoosesALayerForEach()
    {
        Tensor final = Tensor.From([2.0, 1, 0, 2, 1, 0], 2, 3);
        Tensor early = Tensor.From([2.0, 1, 0, 0, 1, 2, 0, 1, 2, 2, 1, 0], 2, 2, 3);
        var contrast = new LayerContrast { Layers = [0, 1], RelativeTop = 0.01 };

        // Each row's chosen layer is the reversed one: differences of 2, 0 and −2.
        Near.Equal([2, 0, -2, 2, 0, -2], contrast.Combine(final, early), 1e-9);
    }

    [Fact]
    public void LowerHalf_OfThirtyTwo_IsThePapersBucket() => Assert.Equal([0, 2, 4, 6, 8, 10, 12, 14], LayerContrast.LowerHalf(32));

    [Fact]
    public void Generate_EarlyLayer_IsReadWithoutTheFinalNormalisation()
    {
        Prompt prompt = Prompts.Some()[1];
        var contrast = new LayerContrast { Layers = [0], RelativeTop = 1e-30 };

        long first = Answers([prompt], contrast)[0][0];

        Tensor embeddings = model.Embed(Tensor.From(prompt.TokenIds, 1, prompt.TokenIds.Length), null);
        Tensor final = model.Logits(model.Hidden(embeddings, SequenceWindow.Full, null, ForwardContext.Inference).Select(1, 2)).LogSoftmax(-1);
        Tensor early = model.Logits(embeddings.Select(1, 2)).LogSoftmax(-1);
        Assert.Equal((long)(final - early).ArgMax(-1).Item(), first);
    }

    [Fact]
    public void Generate_BatchOfPrompts_AnswersEachAsAlone()
    {
        var contrast = new LayerContrast { Layers = [0, 1] };

        long[][] together = Answers(Prompts.Some(), contrast);

        Assert.Equal([.. Prompts.Some().Select(prompt => Answers([prompt], contrast)[0])], together);
    }

    [Fact]
    public void Generate_LayerThatTheModelHasNot_SaysWhichThereAre()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Answers(Prompts.Some(), new LayerContrast { Layers = [0, 2] }));

        Assert.Contains("early_exit_layers must be from 0 to 1", error.Message, StringComparison.Ordinal);
    }

    private long[][] Answers(Prompt[] prompts, LayerContrast contrast) =>
        [.. new Generator(model, layers: contrast).Generate(prompts, RowwiseStrategy.Greedy(), Twelve).Select(answer => answer.TokenIds)];

    private static Tensor Row(double[] values) => Tensor.From(values, 1, values.Length);
}
