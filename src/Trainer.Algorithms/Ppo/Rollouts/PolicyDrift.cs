using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Follows how far the steps have taken the policy from the one that gave the answers, so that the rest of a rollout can be left out.</summary>
/// <param name="limit">Approximate divergence in nats a token; 0: nobody asks, and nothing is measured.</param>
public sealed class PolicyDrift(double limit)
{
    private double sum;
    private double tokens;

    /// <summary>Whether figures are wanted.</summary>
    public bool IsWatched => limit > 0;

    /// <summary>Takes in a micro-batch's divergence.</summary>
    public void Add(double divergence, double count)
    {
        sum += divergence;
        tokens += count;
    }

    /// <summary>Whether the last step went too far, over all processes; the next step is then measured by itself.</summary>
    public bool IsTooFar(ProcessGroup group)
    {
        if (!IsWatched)
        {
            return false;
        }

        double[][] all = group.AllGather(sum, tokens);
        Reset();
        double count = all.Sum(own => own[1]);
        return count > 0 && all.Sum(own => own[0]) / count > limit;
    }

    /// <summary>Begins anew.</summary>
    public void Reset() => (sum, tokens) = (0, 0);
}
