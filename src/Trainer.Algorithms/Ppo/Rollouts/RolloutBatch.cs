using Trainer.Algorithms.Ppo.Roles;
using Trainer.Data.Batches;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Some answers of a rollout, for one pass forward and back. Tokens stand answer by answer in one row, Float32 [tokens].</summary>
public sealed class RolloutBatch : IBatch
{
    private readonly IReadOnlyList<RolloutRow> rows;

    /// <summary>Makes a batch.</summary>
    /// <param name="rows">The answers.</param>
    /// <param name="roles">Whose models they are for.</param>
    /// <param name="figures">Figures to be reported with this batch.</param>
    public RolloutBatch(IReadOnlyList<RolloutRow> rows, PpoRoles roles, IReadOnlyDictionary<string, double> figures)
    {
        this.rows = rows;
        Figures = figures;
        Texts = RolloutPair.Of([.. rows.Select(row => row.Prompt)], [.. rows.Select(row => row.Answer.Tokens)], roles);
        LogProbs = Join(answer => answer.LogProbs);
        Values = Join(answer => answer.Values);
        Advantages = Join(answer => answer.Advantages);
        Returns = Join(answer => answer.Returns);
    }

    /// <summary>The answers with their prompts.</summary>
    public RolloutPair Texts { get; }

    /// <summary>Log-probabilities under the policy that gave the answers, nats.</summary>
    public Tensor LogProbs { get; }

    /// <summary>Values when the answers were given.</summary>
    public Tensor Values { get; }

    /// <summary>Whitened advantages.</summary>
    public Tensor Advantages { get; }

    /// <summary>What values should have been.</summary>
    public Tensor Returns { get; }

    /// <summary>Means over the whole rollout, in its first batch; else empty.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; }

    /// <inheritdoc/>
    public int Samples => rows.Count;

    /// <inheritdoc/>
    public long Tokens => Texts.Policy.Tokens;

    /// <inheritdoc/>
    public IReadOnlyList<string> RecordIds => Texts.Policy.RecordIds;

    /// <inheritdoc/>
    public void Dispose()
    {
        Texts.Dispose();
        LogProbs.Dispose();
        Values.Dispose();
        Advantages.Dispose();
        Returns.Dispose();
    }

    private Tensor Join(Func<RolloutAnswer, float[]> numbers) => TensorScope.Release(Tensor.From<float>([.. rows.SelectMany(row => numbers(row.Answer))]));
}
