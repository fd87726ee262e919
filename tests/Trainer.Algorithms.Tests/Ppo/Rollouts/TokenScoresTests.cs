using Trainer.Algorithms.Common;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Ppo.Rollouts;

public sealed class TokenScoresTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public void Compute_AnyBlocks_GivesLogProbsAndEntropiesOfLabelsAlone(int blockRows)
    {
        // Two rows of three states, whose projection is the state itself; labels at (0, 1), (0, 2) and (1, 2).
        using var scope = new TensorScope();
        Tensor hidden = Tensor.From<float>([0, 0, 1, 0, 9, 9, 9, 9, 0, 2, 9, 9], 2, 3, 2);
        Tensor labels = Tensor.From<long>([-100, 0, 1, -100, -100, 1], 2, 3);

        TokenScores scores = TokenScores.Compute(hidden, LabelPositions.Of(labels, Device.Cpu), x => x, blockRows);

        Assert.Equal([Math.Log(0.5), Math.Log(1 / (1 + Math.E)), Math.Log(Math.E * Math.E / (1 + (Math.E * Math.E)))], scores.LogProbs.ToArray<float>().Select(x => (double)x), Near);
        Assert.Equal([Entropy(0.5), Entropy(1 / (1 + Math.E)), Entropy(1 / (1 + (Math.E * Math.E)))], scores.Entropies.ToArray<float>().Select(x => (double)x), Near);
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-6;

    private static double Entropy(double p) => -(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p));
}
