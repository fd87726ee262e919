using Trainer.Data.Batches;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Modeling.Adapters;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Dpo;

/// <summary>Pairs of answers for the small LLaVA, with and without a picture.</summary>
internal static class TinyPairs
{
    private const int ImageSize = 8;

    /// <summary>Two pairs about pictures and one about none, of different lengths.</summary>
    internal static PreferenceExample[] Examples { get; } =
    [
        Example("picture", 1, [5, 6, 2], [7, 2]),
        Example("words", 0, [9, 2], [8, 9, 10, 2]),
        Example("other picture", 2, [7, 2], [5, 6, 11, 2]),
    ];

    internal static PreferenceBatch Batch(bool sharePrefix, params PreferenceExample[] examples) =>
        new PreferenceCollator(padTokenId: 0, ImageSize, sharePrefix).Collate(examples);

    internal static PreferenceExample Swap(PreferenceExample example) =>
        example with { Pair = example.Pair with { Chosen = example.Pair.Rejected, Rejected = example.Pair.Chosen } };

    /// <summary>The small LLaVA with a trainable adapter that changes something.</summary>
    internal static LlavaModel ModelWithAdapter()
    {
        LlavaModel model = TinyLlava.Create();
        using var scope = new TensorScope();
        using var stream = new RandomStream(seed: 3);
        LoraAdapter adapter = model.Adapters.Add("policy", new LoraOptions { Rank = 2, Alpha = 4 }, stream);
        foreach (Parameter parameter in adapter.Parameters)
        {
            parameter.Value.FillNormal(0, 0.3, stream);
            parameter.Trainable = true;
        }

        model.Adapters.Activate("policy");
        return model;
    }

    private static PreferenceExample Example(string id, int picture, long[] chosen, long[] rejected)
    {
        long[] prefix = picture > 0 ? [1, .. Enumerable.Repeat((long)TinyLlava.ImageToken, TinyLlava.Config.ImageTokenCount), 3] : [1, 4, 3];
        var pair = new TokenizedPair(prefix, new TokenizedAnswer(chosen, chosen), new TokenizedAnswer(rejected, rejected), Math.Sign(picture));
        return new PreferenceExample(id, pair, picture > 0 ? [Pixels(picture)] : []) { WeakImages = picture > 0 ? [Pixels(picture + 5)] : [] };
    }

    private static float[] Pixels(int picture) => [.. Enumerable.Range(0, 3 * ImageSize * ImageSize).Select(i => MathF.Sin(i * picture))];
}
