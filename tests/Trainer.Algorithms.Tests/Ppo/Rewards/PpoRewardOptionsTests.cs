using Trainer.Algorithms.Ppo.Rewards;

namespace Trainer.Algorithms.Tests.Ppo.Rewards;

public sealed class PpoRewardOptionsTests
{
    [Fact]
    public void Problems_Defaults_HaveNone() => Assert.Empty(new PpoRewardOptions().Problems());

    [Fact]
    public void Problems_ImpossibleValues_AreNamedTogether()
    {
        var options = new PpoRewardOptions { Scale = 0, OtherEndTokens = [1577, -1] };

        Assert.Equal(["other_end_tokens", "scale"], options.Problems().Select(problem => problem.Key));
    }
}
