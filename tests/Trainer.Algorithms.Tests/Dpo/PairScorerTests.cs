using Trainer.Algorithms.Common;
using Trainer.Algorithms.Dpo;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Dpo;

public sealed class PairScorerTests
{
    private const double Close = 1e-4;

    [Fact]
    public void Score_SharedPrefixTwoRowsAndOneByOne_Agree()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyPairs.ModelWithAdapter();

        float[] shared = Scores(model, TinyPairs.Batch(sharePrefix: true, TinyPairs.Examples));
        float[] doubled = Scores(model, TinyPairs.Batch(sharePrefix: false, TinyPairs.Examples));
        float[][] single = [.. TinyPairs.Examples.Select(example => Scores(model, TinyPairs.Batch(sharePrefix: false, example)))];

        RequireClose(shared, doubled);
        RequireClose(shared, [.. single.Select(pair => pair[0]), .. single.Select(pair => pair[1])]);
        RequireClose(shared, [.. TinyPairs.Examples.Select(example => FullLogits(model, example, example.Pair.Chosen.TokenIds)), .. TinyPairs.Examples.Select(example => FullLogits(model, example, example.Pair.Rejected.TokenIds))]);
    }

    [Fact]
    public void Score_BothCollations_GiveTheSameGradients()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyPairs.ModelWithAdapter();

        RequireClose(Gradients(model, sharePrefix: true), Gradients(model, sharePrefix: false));
    }

    [Fact]
    public void Score_OtherOrder_FollowsThePairs()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyPairs.ModelWithAdapter();
        PreferenceExample[] examples = TinyPairs.Examples;

        float[] straight = Scores(model, TinyPairs.Batch(sharePrefix: true, examples));
        float[] turned = Scores(model, TinyPairs.Batch(sharePrefix: true, examples[2], examples[0], examples[1]));

        RequireClose([straight[2], straight[0], straight[1], straight[5], straight[3], straight[4]], turned);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ScoreChosen_SamePictures_EqualsTheFirstHalf(bool sharePrefix)
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyPairs.ModelWithAdapter();
        using PreferenceBatch batch = TinyPairs.Batch(sharePrefix, TinyPairs.Examples);

        RequireClose(Scores(model, batch)[..3], Scorer(model).ScoreChosen(batch, batch.Pixels).ToArray<float>());
    }

    [Fact]
    public void Score_KeptFeatures_ChangeNothing()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyPairs.ModelWithAdapter();
        using PreferenceBatch batch = TinyPairs.Batch(sharePrefix: true, TinyPairs.Examples);
        using var cache = new ImageFeatureCache(1 << 20);

        PairScores kept = Scorer(model, new PairScorerOptions { Features = cache }).Score(batch, batch.Pixels);

        Assert.Equal(2, cache.Count);
        RequireClose(Scores(model, batch), [.. kept.Chosen.ToArray<float>(), .. kept.Rejected.ToArray<float>()]);
    }

    [Fact]
    public void Score_SegmentWeights_AreMeansThatStressWhatDiffers()
    {
        using var scope = new TensorScope();
        using LlavaModel model = TinyPairs.ModelWithAdapter();
        using PreferenceBatch batch = TinyPairs.Batch(sharePrefix: true, TinyPairs.Examples[0]);

        PairScores even = Scorer(model, new PairScorerOptions { DdpoGamma = 1 }).Score(batch, batch.Pixels);
        PairScores stressed = Scorer(model, new PairScorerOptions { DdpoGamma = 5 }).Score(batch, batch.Pixels);

        float[] sums = Scores(model, batch);
        RequireClose([sums[0] / 3, sums[1] / 2], [(float)even.Chosen.Item(), (float)even.Rejected.Item()]);
        Assert.NotEqual(even.Chosen.Item(), stressed.Chosen.Item(), 1e-3);
    }

    private static PairScorer Scorer(LlavaModel model, PairScorerOptions? options = null) => new(model, ForwardContext.Inference, options ?? new PairScorerOptions());

    private static float[] Scores(LlavaModel model, PreferenceBatch batch)
    {
        PairScores scores = Scorer(model).Score(batch, batch.Pixels);
        return [.. scores.Chosen.ToArray<float>(), .. scores.Rejected.ToArray<float>()];
    }

    private static float[] Gradients(LlavaModel model, bool sharePrefix)
    {
        using PreferenceBatch batch = TinyPairs.Batch(sharePrefix, TinyPairs.Examples);
        PairScores scores = Scorer(model).Score(batch, batch.Pixels);
        (scores.Chosen - (scores.Rejected * 0.5)).Sum().Backward();
        Parameter[] parameters = [.. model.Adapters.All["policy"].Parameters];
        float[] gradients = [.. parameters.SelectMany(parameter => parameter.Value.Grad!.ToArray<float>())];
        foreach (Parameter parameter in parameters)
        {
            parameter.Value.Grad!.Zero();
        }

        return gradients;
    }

    /// <summary>One answer behind its prompt, as a row of its own, from the logits of every place.</summary>
    private static float FullLogits(LlavaModel model, PreferenceExample example, long[] answer)
    {
        long[] row = [.. example.Pair.Prefix, .. answer];
        Tensor? images = example.Images.Count == 0 ? null
            : model.Project(model.ImageFeatures(Tensor.From(example.Images[0], 1, 3, 8, 8), ForwardContext.Inference), ForwardContext.Inference);
        Tensor hidden = model.Hidden(model.Embed(Tensor.From(row, 1, row.Length), images), SequenceWindow.Full, null, ForwardContext.Inference);
        float[] logProbs = model.Logits(hidden).LogSoftmax(-1).ToArray<float>();
        int first = example.Pair.Prefix.Length;
        return Enumerable.Range(first, answer.Length).Sum(place => logProbs[((place - 1) * TinyLlava.Config.Text.VocabularySize) + row[place]]);
    }

    private static void RequireClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Close));
    }
}
