using Trainer.Algorithms.Dpo;
using Trainer.Data.Batches;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Dpo;

/// <summary>Pairs for a model whose vision side reads what is asked.</summary>
public sealed class InstructedPairTests : IDisposable
{
    private static readonly PreferenceExample[] Examples = [Example("short", 0, [9, 3]), Example("long", 1, [2, 9, 30, 11, 3])];

    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyInstructBlip.Create();

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Score_SharedPrefixTwoRowsAndOneByOne_Agree()
    {
        float[] shared = Scores(sharePrefix: true, Examples);
        float[][] single = [.. Examples.Select(example => Scores(sharePrefix: true, example))];

        Close(shared, Scores(sharePrefix: false, Examples));
        Close(shared, [.. single.Select(pair => pair[0]), .. single.Select(pair => pair[1])]);
    }

    [Fact]
    public void Score_TrainedProjector_LearnsItsQueries()
    {
        Parameter queries = model.Parameters.Single(parameter => parameter.Name == "query_tokens");
        queries.Trainable = true;
        using PreferenceBatch batch = Collate(sharePrefix: true, Examples);

        PairScores scores = new PairScorer(model, ForwardContext.Inference, new PairScorerOptions()).Score(batch, batch.Pixels);
        (scores.Chosen - scores.Rejected).Sum().Backward();

        Assert.True(queries.Value.Grad!.Abs().Max().Item() > 0);
    }

    [Fact]
    public void Key_OtherInstruction_IsAnother() =>
        Assert.NotEqual(Examples[0].Key(), (Examples[0] with { Pair = Examples[0].Pair with { Instructions = [[8, 3]] } }).Key());

    private static PreferenceExample Example(string id, int picture, long[] instruction)
    {
        using var scope = new TensorScope();
        long[] prefix = [.. Enumerable.Repeat(40L, 3), 2, .. Enumerable.Range(4, 2 + picture).Select(token => (long)token)];
        var pair = new TokenizedPair(prefix, new TokenizedAnswer([5, 6, 2], [5, 6, 2]), new TokenizedAnswer([7, 2], [7, 2]), 1) { Instructions = [instruction] };
        return new PreferenceExample(id, pair, [Trainer.TestKit.Models.TinyLlava.Pixels().Select(0, picture).ToArray<float>()]);
    }

    private static PreferenceBatch Collate(bool sharePrefix, params PreferenceExample[] examples) => new PreferenceCollator(padTokenId: 0, imageSize: 12, sharePrefix).Collate(examples);

    private static void Close(float[] expected, float[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));

    private float[] Scores(bool sharePrefix, params PreferenceExample[] examples)
    {
        using PreferenceBatch batch = Collate(sharePrefix, examples);
        PairScores scores = new PairScorer(model, ForwardContext.Inference, new PairScorerOptions()).Score(batch, batch.Pixels);
        return [.. scores.Chosen.ToArray<float>(), .. scores.Rejected.ToArray<float>()];
    }
}
