using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>How the answers of a rollout become micro-batches: shuffled anew in each pass, cut evenly.</summary>
/// <param name="Answers">Answers of one process.</param>
/// <param name="BatchSize">Answers in a micro-batch; divides them.</param>
/// <param name="Accumulation">Micro-batches in an optimiser step.</param>
/// <param name="Epochs">Passes.</param>
public sealed record RolloutPlan(int Answers, int BatchSize, int Accumulation, int Epochs)
{
    /// <summary>Micro-batches of a rollout.</summary>
    public int Batches => Epochs * BatchesEach;

    /// <summary>Steps of the optimiser on a rollout.</summary>
    public int Updates => Batches / Accumulation;

    /// <summary>Micro-batches of a pass.</summary>
    public int BatchesEach => Answers / BatchSize;

    /// <summary>Whether an optimiser step begins with a micro-batch.</summary>
    public bool IsStepStart(int batch) => batch % Accumulation == 0;

    /// <summary>Which answers are in a micro-batch.</summary>
    /// <param name="batch">From 0.</param>
    /// <param name="rollout">Number of the rollout.</param>
    /// <param name="random">The run's randomness.</param>
    public int[] RowsOf(int batch, long rollout, RandomRoot random)
    {
        int[] order = [.. Enumerable.Range(0, Answers)];
        random.Managed("minibatches", (rollout * Epochs) + (batch / BatchesEach)).Shuffle(order);
        return order[(batch % BatchesEach * BatchSize)..][..BatchSize];
    }
}
