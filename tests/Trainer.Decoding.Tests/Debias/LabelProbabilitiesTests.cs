using System.Text.Json;
using Trainer.Decoding.Debias;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Debias;

public sealed class LabelProbabilitiesTests
{
    [Fact]
    public void Of_GoldenTokens_TakesTheLikeliestSpelling()
    {
        using var scope = new TensorScope();
        JsonElement golden = Fixture.At("label_dict");
        string[] vocabulary = [.. golden.GetProperty("vocab").EnumerateArray().Select(text => text.GetString()!)];
        TensorPair top = Tensor.From(golden.GetProperty("logits").Numbers()).Softmax(-1).TopK(golden.GetProperty("top_k").GetInt32());
        double[] probabilities = top.First.ToArray<double>();

        var labels = new LabelProbabilities(top.Second.ToArray<long>().Select((token, i) => (vocabulary[token], probabilities[i])));

        Dictionary<string, double> expected = golden.GetProperty("token_dict").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetDouble());
        Assert.Equal(expected.Keys.Order(), labels.Texts.Order());
        Assert.All(expected, entry => Assert.Equal(entry.Value, labels.Of([entry.Key])[0], 1e-6));
        Assert.Equal(golden.GetProperty("p_y_yes_no").Numbers(), labels.Of(["yes", "no"]), (left, right) => Math.Abs(left - right) < 1e-6);
    }

    [Fact]
    public void Of_LabelThatNoTokenGives_IsZero() => Assert.Equal([0.4, 0], new LabelProbabilities([(" A", 0.4)]).Of(["a", "b"]));
}
