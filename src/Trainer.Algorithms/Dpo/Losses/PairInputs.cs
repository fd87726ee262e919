namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>What a loss reads beside the policy's log-probabilities of both answers. Each costs forward passes.</summary>
[Flags]
public enum PairInputs
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>The reference's log-probabilities of both answers.</summary>
    Reference = 1,

    /// <summary>Policy and reference on the chosen answer with a weakened picture.</summary>
    WeakenedImage = 2,

    /// <summary>The policy on both answers without the picture, outside the graph.</summary>
    Unconditional = 4,
}
