using Trainer.Algorithms.Ppo.Losses;
using Trainer.Algorithms.Ppo.Roles;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Modeling;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Ppo;

/// <summary>The clipped losses of policy and value: arXiv:1707.06347, eq. 7 and 9, without its entropy bonus.</summary>
/// <param name="roles">The roles.</param>
/// <param name="options">Clip ranges and weights.</param>
/// <param name="context">Dropout and checkpointing.</param>
/// <param name="drift">Is told how far the policy has gone.</param>
public sealed class PpoObjective(PpoRoles roles, PpoOptions options, ForwardContext context, PolicyDrift drift) : IObjective<RolloutBatch>
{
    private readonly AnswerReader reader = new(options.Temperature, context);

    /// <inheritdoc/>
    /// <remarks>The value's gradients are taken here, before the policy's graph is built: two graphs at once would need the memory of both.</remarks>
    public LossReport Compute(RolloutBatch batch)
    {
        Device device = roles.Policy.Model.Compute.Device;
        LossReport value = Value(batch, device);
        LossReport policy = Policy(batch, device);
        if (drift.IsWatched)
        {
            MetricSum divergence = policy.Metrics["ppo/policy/approxkl"];
            drift.Add(divergence.Sum.Item(), divergence.Weight);
        }

        return new LossReport(policy.Loss + value.Loss, policy.Weight, Metrics(batch, policy, value));
    }

    private static Dictionary<string, MetricSum> Metrics(RolloutBatch batch, LossReport policy, LossReport value)
    {
        var metrics = new Dictionary<string, MetricSum>(policy.Metrics.Concat(value.Metrics), StringComparer.Ordinal);
        foreach ((string name, double mean) in batch.Figures)
        {
            metrics[name] = new MetricSum(Tensor.Scalar(mean, Placement.CpuFloat), 1);
        }

        return metrics;
    }

    private LossReport Policy(RolloutBatch batch, Device device)
    {
        Tensor logProbs = reader.LogProbs(roles.Policy, batch.Texts.Policy);
        return PolicyLoss.Compute(logProbs, batch.LogProbs.To(device), batch.Advantages.To(device), options.ClipRange);
    }

    private LossReport Value(RolloutBatch batch, Device device)
    {
        using var scope = new TensorScope();
        using IDisposable use = roles.Value.Use();
        Tensor values = reader.Values(roles.Value, roles.ValueHead, batch.Texts.Judge);
        LossReport report = ValueLoss.Compute(values, batch.Values.To(device), batch.Returns.To(device), options.ClipRangeValue);
        Tensor loss = report.Loss * options.VfCoef;
        if (GradientMode.IsRecording)
        {
            loss.Backward();
        }

        return report with
        {
            Loss = scope.Keep(loss.Detach()),
            Metrics = report.Metrics.ToDictionary(figure => figure.Key, figure => figure.Value with { Sum = scope.Keep(figure.Value.Sum) }, StringComparer.Ordinal),
        };
    }
}
