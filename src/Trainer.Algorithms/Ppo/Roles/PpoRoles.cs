using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Rewards;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Weights;
using Trainer.Torch;
using Trainer.Torch.Optim;

namespace Trainer.Algorithms.Ppo.Roles;

/// <summary>
/// Policy, reference, reward and value on as few bases as can be: one where the reward model was trained on the policy's base, else two.
/// Switching roles switches adapters; nothing is copied.
/// </summary>
public sealed class PpoRoles : ITrainable, IDisposable
{
    private const string ReferenceAdapter = "reference";
    private readonly TrainableModel policy;
    private readonly JudgeBase judge;
    private readonly LoraAdapter value;
    private readonly ImageFeatureCache[] features;

    /// <summary>Loads all roles.</summary>
    /// <exception cref="CheckpointException">A checkpoint can't be used, or doesn't fit the others.</exception>
    public PpoRoles(PpoRecipe recipe, RandomRoot random, Device device)
    {
        policy = TrainableModel.Load(recipe.Model, random, device);
        string? reference = LoadReference(recipe.Model.AdapterNameOrPath);
        judge = JudgeBase.Load(recipe, policy.Model);
        value = judge.AddValue(recipe, random);
        RewardHead = RewardHead.Read(recipe.Ppo.RewardModel, judge.Model.Config.Text.HiddenSize, device);
        RewardHead.Card.Require(judge.Model.Config);
        ValueHead = Roles.ValueHead.Create(recipe.Ppo, judge.Model.Config.Text.HiddenSize, device);
        features = [.. Enumerable.Range(0, judge.IsShared ? 1 : 2).Select(_ => new ImageFeatureCache((long)recipe.Ppo.ImageFeatureMegabytes << 20))];
        Policy = new Role(policy.Model, TrainableModel.PolicyAdapter, features[0]);
        Reference = new Role(policy.Model, reference, features[0]);
        Reward = new Role(judge.Model, judge.RewardAdapter, features[^1]);
        Value = new Role(judge.Model, value.Name, features[^1]);
    }

    /// <summary>Answers, and learns to.</summary>
    public Role Policy { get; }

    /// <summary>The policy as it was.</summary>
    public Role Reference { get; }

    /// <summary>Says how good answers are.</summary>
    public Role Reward { get; }

    /// <summary>Learns what reward is to be expected.</summary>
    public Role Value { get; }

    /// <summary>Makes rewards of the reward role's states.</summary>
    public RewardHead RewardHead { get; }

    /// <summary>Makes values of the value role's states.</summary>
    public ScalarHeadPart ValueHead { get; }

    /// <summary>Whether all roles stand on one base.</summary>
    public bool IsOneBase => judge.IsShared;

    /// <summary>Folder of the base of reward and value, which has its tokenizer.</summary>
    public string JudgePath => judge.Path;

    /// <inheritdoc/>
    public IReadOnlyList<TrainableTensor> Trainable =>
        [.. policy.Trainable, .. value.Parameters.Concat(ValueHead.Parameters).Select(parameter => new TrainableTensor($"value.{parameter.Name}", parameter.Value))];

    /// <summary>Writes the policy's adapter, so that the folder is read like any adapter's, and what belongs to the values into a folder of its own.</summary>
    public void Write(string folder)
    {
        policy.Write(folder);
        AdapterCheckpoint.Save(value, ValueFolder(folder), judge.Path);
        ValueHead.Write(ValueFolder(folder));
    }

    /// <inheritdoc/>
    public void RequireWritten(string folder)
    {
        policy.RequireWritten(folder);
        string file = Path.Combine(ValueFolder(folder), AdapterCheckpoint.WeightsFile);
        WrittenWeights.RequireEqual(ValueFolder(folder), SafetensorsFile.Open(file), AdapterCheckpoint.WeightsOf(value));
        ValueHead.RequireWritten(ValueFolder(folder));
    }

    /// <summary>Frees the bases with their adapters.</summary>
    public void Dispose()
    {
        Array.ForEach(features, cache => cache.Dispose());
        ValueHead.Dispose();
        RewardHead.Dispose();
        judge.Dispose();
        policy.Dispose();
    }

    private static string ValueFolder(string folder) => Path.Combine(folder, "value");

    /// <summary>The policy's starting adapter a second time, which stays as it is; a fresh adapter changes nothing, so that the base is its reference.</summary>
    private string? LoadReference(string? folder)
    {
        if (folder is null)
        {
            return null;
        }

        AdapterCheckpoint.Load(policy.Model.Adapters, ReferenceAdapter, folder);
        return ReferenceAdapter;
    }
}
