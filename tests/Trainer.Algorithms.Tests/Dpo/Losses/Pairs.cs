using Trainer.Algorithms.Dpo.Losses;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Dpo.Losses;

/// <summary>Batches of pairs as tests need them, in Float64 so that finite differences are exact enough.</summary>
internal static class Pairs
{
    /// <summary>
    /// One pair with a = ln 3, d = −ln 2 and so h = ln 6. Answers have 2 and 4 tokens. The weakened picture changes nothing;
    /// without a picture, the chosen answer is half as likely.
    /// </summary>
    public static PairLogProbs HandWorked() => new()
    {
        PolicyChosen = Of(-1),
        PolicyRejected = Of(-4),
        ReferenceChosen = Of(-1 - Math.Log(3)),
        ReferenceRejected = Of(-4 + Math.Log(2)),
        ChosenLengths = Of(2),
        RejectedLengths = Of(4),
        Weakened = new(Of(-3), Of(-3)),
        Unconditional = new(Of(-1 - Math.Log(2)), Of(-4)),
    };

    /// <summary>Four pairs of ordinary values.</summary>
    public static PairLogProbs Several() => new()
    {
        PolicyChosen = Of(-41.25, -12.5, -60, -8.75),
        PolicyRejected = Of(-44, -11, -57.5, -8.5),
        ReferenceChosen = Of(-42, -12, -60.5, -9),
        ReferenceRejected = Of(-43, -12.25, -59, -9.25),
        ChosenLengths = Of(20, 6, 33, 4),
        RejectedLengths = Of(22, 5, 30, 4),
        Weakened = new(Of(-45, -12.25, -63.5, -9.5), Of(-44.5, -12.5, -62, -9.25)),
        Unconditional = new(Of(-50, -14, -61, -10), Of(-51, -13, -66, -9)),
    };

    public static PairLogProbs Swapped(PairLogProbs pairs) => pairs with
    {
        PolicyChosen = pairs.PolicyRejected,
        PolicyRejected = pairs.PolicyChosen,
        ReferenceChosen = pairs.ReferenceRejected,
        ReferenceRejected = pairs.ReferenceChosen,
    };

    public static Tensor Of(params double[] values) => Tensor.From(values);
}
