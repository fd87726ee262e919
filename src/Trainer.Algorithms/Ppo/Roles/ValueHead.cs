using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Rewards;
using Trainer.Modeling;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Roles;

/// <summary>The layer that makes a value of a state.</summary>
internal static class ValueHead
{
    private const string FileName = "value_head.safetensors";

    /// <summary>Makes it as the recipe says: of zeros, or as the reward model's head is.</summary>
    /// <exception cref="CheckpointException">The reward model's head can't be used.</exception>
    internal static ScalarHeadPart Create(PpoOptions options, long hiddenSize, Device device)
    {
        ParameterSource rewardHead = ScalarHeadPart.From(Path.Combine(options.RewardModel, RewardHead.FileName), device);
        return new ScalarHeadPart("value_head", FileName, hiddenSize, (name, shape, initialization) => options.ValueHead == ValueHeadStart.Zero
            ? Tensor.Zeros(new Placement(device, DType.Float32), shape)
            : rewardHead(name.Replace("value_head", "reward_head", StringComparison.Ordinal), shape, initialization));
    }
}
