using Trainer.Algorithms.Ppo.Kl;
using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Algorithms.Ppo.Watch;
using Trainer.Recipes;

namespace Trainer.Algorithms.Ppo;

/// <summary>What the values begin with.</summary>
public enum ValueStart
{
    /// <summary>The reward model's adapter.</summary>
    Reward,

    /// <summary>The policy's adapter.</summary>
    Policy,
}

/// <summary>What the head of the values begins with.</summary>
public enum ValueHeadStart
{
    /// <summary>Zeros, so that values are 0 at first: LLaVA-RLHF's released code.</summary>
    Zero,

    /// <summary>The reward model's head, as LLaVA-RLHF's paper says.</summary>
    Reward,
}

/// <summary>Over which tokens advantages get mean 0 and deviation 1.</summary>
public enum WhiteningSpan
{
    /// <summary>Those of all processes: LLaVA-RLHF's <c>full_batch</c>.</summary>
    All,

    /// <summary>Those of each process: LLaVA-RLHF's <c>per_gpu</c>.</summary>
    Process,

    /// <summary>Those of each answer: LLaVA-RLHF's <c>none</c>.</summary>
    Answer,
}

/// <summary>Settings that only reinforcement learning has.</summary>
public sealed record PpoOptions : IValidatable
{
    /// <summary>The model folder of a run with <c>stage: reward</c>.</summary>
    [Alias("reward_model_name_or_path")]
    public required string RewardModel { get; init; }

    /// <summary>The file of facts for a reward model that reads some.</summary>
    [Alias("image_to_caption_file")]
    public string? Facts { get; init; }

    /// <summary>Whether a prompt without facts is left out and counted, instead of ending the run.</summary>
    public bool DropPromptsWithoutFacts { get; init; }

    /// <summary>Folder of the pictures as reward and value see them; by default those that the policy sees.</summary>
    public string? RewardImageDir { get; init; }

    /// <summary>Answers of one process between two rollouts.</summary>
    public int RolloutBatchSize { get; init; } = 64;

    /// <summary>Answers that are sampled at once in each process.</summary>
    public int RolloutPerDeviceBatchSize { get; init; } = 32;

    /// <summary>Answers to each prompt, which share one reading of it.</summary>
    public int SamplesPerPrompt { get; init; } = 1;

    /// <summary>Answers that are scored at once by policy, reference, value and reward.</summary>
    [Alias("reward_model_per_device_batch_size")]
    public int ScoringBatchSize { get; init; } = 16;

    /// <summary>Passes over a rollout's answers.</summary>
    [Alias("noptepochs")]
    [Alias("num_ppo_epochs")]
    public int PpoEpochs { get; init; } = 2;

    /// <summary>Most tokens of a prompt, a picture counted as one; longer ones are left out with their pictures, and counted. 0 sets no limit.</summary>
    [Alias("query_len")]
    public int QueryLength { get; init; }

    /// <summary>Most tokens of an answer, its end included.</summary>
    [Alias("response_len")]
    public int ResponseLength { get; init; } = 128;

    /// <summary>Divides the logits, of the draws and of the log-probabilities alike.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Adds the policy's adapter to the base's weights while it samples: faster, for a copy of the weights that it touches.</summary>
    public bool MergeForRollout { get; init; } = true;

    /// <summary>What diverging from the reference costs (the paper's β), in reward per nat.</summary>
    public double KlCoef { get; init; } = 0.1;

    /// <summary>How a token's divergence is estimated.</summary>
    [Alias("kl_approximator")]
    public KlEstimate KlEstimator { get; init; } = KlEstimate.K1;

    /// <summary>Divergence of an answer, in nats, that an adaptive <c>kl_coef</c> aims at; 0 keeps it fixed.</summary>
    [Alias("target")]
    public double KlTarget { get; init; }

    /// <summary>Answers over which an adaptive <c>kl_coef</c> follows.</summary>
    [Alias("horizon")]
    public int KlHorizon { get; init; } = 10_000;

    /// <summary>Approximate divergence of a step's policy from the rollout's, in nats a token, at which the rollout's further steps are left out; 0 makes all.</summary>
    public double StopStepKl { get; init; }

    /// <summary>Discount of later rewards (γ).</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>How much advantages trust rewards that came rather than values (λ).</summary>
    [Alias("lam")]
    public double GaeLambda { get; init; } = 1;

    /// <summary>How far a token's probability may move, as a share, before its gradient ends.</summary>
    [Alias("cliprange")]
    public double ClipRange { get; init; } = 0.2;

    /// <summary>How far a value may move, in rewards, before its gradient ends.</summary>
    [Alias("cliprange_value")]
    public double ClipRangeValue { get; init; } = 0.2;

    /// <summary>Weight of the values' loss beside the policy's.</summary>
    public double VfCoef { get; init; } = 0.1;

    /// <summary>Divides rewards by their standard deviation over the rollout.</summary>
    public bool WhitenRewards { get; init; }

    /// <summary>Over which tokens advantages are whitened, and rewards where they are.</summary>
    public WhiteningSpan WhiteningSpan { get; init; } = WhiteningSpan.All;

    /// <summary>What the values begin with.</summary>
    public ValueStart ValueStart { get; init; } = ValueStart.Reward;

    /// <summary>What the values' head begins with.</summary>
    public ValueHeadStart ValueHead { get; init; } = ValueHeadStart.Zero;

    /// <summary>What an answer is rewarded for.</summary>
    public PpoRewardOptions Rewards { get; init; } = new();

    /// <summary>When rewards are taken to be hacked, and what happens then.</summary>
    public PpoWatchOptions Watch { get; init; } = new();

    /// <summary>Rollouts between two that are written to <c>rollouts/</c> for the report; 0 writes none.</summary>
    public int LogRollouts { get; init; } = 10;

    /// <summary>Most memory for kept features of pictures, in MiB, of each base.</summary>
    public int ImageFeatureMegabytes { get; init; } = 512;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.HaveText(RewardModel),
        .. Must.BePositive(RolloutBatchSize),
        .. Must.BePositive(RolloutPerDeviceBatchSize),
        .. Must.BePositive(SamplesPerPrompt),
        .. Must.BePositive(ScoringBatchSize),
        .. Must.BePositive(PpoEpochs),
        .. Must.NotBeNegative(QueryLength),
        .. Must.BePositive(ResponseLength),
        .. Must.BePositive(Temperature),
        .. Must.NotBeNegative(KlCoef),
        .. Must.NotBeNegative(KlTarget),
        .. Must.BePositive(KlHorizon),
        .. Must.NotBeNegative(StopStepKl),
        .. Must.BeWithin(Gamma, 0, 1),
        .. Must.BeWithin(GaeLambda, 0, 1),
        .. Must.BePositive(ClipRange),
        .. Must.BePositive(ClipRangeValue),
        .. Must.NotBeNegative(VfCoef),
        .. Must.NotBeNegative(LogRollouts),
        .. Must.BePositive(ImageFeatureMegabytes),
        .. Must.That(KlTarget == 0 || KlCoef > 0, nameof(KlCoef), "must be greater than 0 to be adapted to ppo.kl_target."),
    ];
}
