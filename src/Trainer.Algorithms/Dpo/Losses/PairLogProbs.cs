using Trainer.Torch;

namespace Trainer.Algorithms.Dpo.Losses;

/// <summary>
/// Log-probabilities of the answers of a batch of pairs: everything that preference losses read. Each tensor is Float32
/// [pairs] and holds sums over scored answer tokens. Those of the policy carry a graph, save the unconditional ones.
/// </summary>
public sealed record PairLogProbs
{
    /// <summary>log π(y_w | v, x).</summary>
    public required Tensor PolicyChosen { get; init; }

    /// <summary>log π(y_l | v, x).</summary>
    public required Tensor PolicyRejected { get; init; }

    /// <summary>log π_ref(y_w | v, x); none counts as 0, which is a reference that finds all answers equally likely.</summary>
    public Tensor? ReferenceChosen { get; init; }

    /// <summary>log π_ref(y_l | v, x); none counts as 0.</summary>
    public Tensor? ReferenceRejected { get; init; }

    /// <summary>Scored tokens of the chosen answers, at least 1.</summary>
    public required Tensor ChosenLengths { get; init; }

    /// <summary>Scored tokens of the rejected answers, at least 1.</summary>
    public required Tensor RejectedLengths { get; init; }

    /// <summary>The chosen answers with a weakened picture, where <see cref="PairInputs.WeakenedImage"/> asks for it.</summary>
    public WeakenedLogProbs? Weakened { get; init; }

    /// <summary>The answers without a picture, where <see cref="PairInputs.Unconditional"/> asks for it.</summary>
    public UnconditionalLogProbs? Unconditional { get; init; }

    /// <summary>a = log π(y_w) − log π_ref(y_w).</summary>
    public Tensor ChosenLogRatio => ReferenceChosen is null ? PolicyChosen : PolicyChosen - ReferenceChosen;

    /// <summary>d = log π(y_l) − log π_ref(y_l).</summary>
    public Tensor RejectedLogRatio => ReferenceRejected is null ? PolicyRejected : PolicyRejected - ReferenceRejected;

    /// <summary>h = a − d: by how much more than the reference the policy prefers the chosen answer.</summary>
    public Tensor Margin => ChosenLogRatio - RejectedLogRatio;

    /// <summary>The same pairs, judged by the policy alone.</summary>
    public PairLogProbs WithoutReference() => this with { ReferenceChosen = null, ReferenceRejected = null };

    /// <summary>The same pairs with means over tokens in place of sums, so that long answers weigh no more than short ones.</summary>
    public PairLogProbs PerToken() => this with
    {
        PolicyChosen = PolicyChosen / ChosenLengths,
        PolicyRejected = PolicyRejected / RejectedLengths,
        ReferenceChosen = ReferenceChosen is null ? null : ReferenceChosen / ChosenLengths,
        ReferenceRejected = ReferenceRejected is null ? null : ReferenceRejected / RejectedLengths,
    };
}

/// <summary>Chosen answers with a picture that shows less, Float32 [pairs].</summary>
/// <param name="PolicyChosen">log π(y_w | v⁻, x), with its graph.</param>
/// <param name="ReferenceChosen">log π_ref(y_w | v⁻, x).</param>
public sealed record WeakenedLogProbs(Tensor PolicyChosen, Tensor ReferenceChosen);

/// <summary>The policy's answers with no picture, or an empty one, Float32 [pairs], without a graph.</summary>
/// <param name="Chosen">log π(y_w | ∅, x).</param>
/// <param name="Rejected">log π(y_l | ∅, x).</param>
public sealed record UnconditionalLogProbs(Tensor Chosen, Tensor Rejected);
