using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>What a model makes of the tokens of answers, without a graph, Float32 [tokens] each, row by row.</summary>
/// <param name="LogProbs">Log-probability of each token, nats.</param>
/// <param name="Entropies">Entropy of the distribution that it was drawn from, nats.</param>
public sealed record TokenScores(Tensor LogProbs, Tensor Entropies)
{
    /// <summary>Computes both from one projection, in blocks, so that the logits of a rollout never exist all at once.</summary>
    /// <param name="states">The states that predict the tokens, after the final normalisation, [tokens, width]; at least one.</param>
    /// <param name="targets">The tokens, Int64 [tokens].</param>
    /// <param name="project">The output projection, temperature included: [rows, width] to [rows, vocabulary].</param>
    /// <param name="blockRows">Tokens at one time.</param>
    public static TokenScores Compute(Tensor states, Tensor targets, Func<Tensor, Tensor> project, int blockRows)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        var logProbs = new List<Tensor>();
        var entropies = new List<Tensor>();
        for (long start = 0; start < states.Size(0); start += blockRows)
        {
            long rows = Math.Min(blockRows, states.Size(0) - start);
            using var block = new TensorScope();
            Tensor all = project(states.Narrow(0, start, rows)).To(DType.Float32).LogSoftmax(-1);
            logProbs.Add(block.Keep(all.Gather(1, targets.Narrow(0, start, rows).Unsqueeze(1)).Squeeze(1)));
            entropies.Add(block.Keep(-(all.Exp() * all).Sum(-1)));
        }

        return new TokenScores(scope.Keep(Tensor.Cat(0, [.. logProbs])), scope.Keep(Tensor.Cat(0, [.. entropies])));
    }
}
