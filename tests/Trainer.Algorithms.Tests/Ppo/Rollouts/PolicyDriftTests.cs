using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Torch.Distributed;

namespace Trainer.Algorithms.Tests.Ppo.Rollouts;

public sealed class PolicyDriftTests
{
    [Fact]
    public void IsTooFar_MeanAboveTheLimit_IsSaidOnce()
    {
        var drift = new PolicyDrift(limit: 0.1);
        drift.Add(0.3, 10);
        drift.Add(1.2, 2);

        Assert.True(drift.IsTooFar(ProcessGroup.Single));
        Assert.False(drift.IsTooFar(ProcessGroup.Single));
    }

    [Fact]
    public void IsTooFar_WithoutALimit_IsNever()
    {
        var drift = new PolicyDrift(limit: 0);
        drift.Add(100, 1);

        Assert.False(drift.IsWatched);
        Assert.False(drift.IsTooFar(ProcessGroup.Single));
    }
}
