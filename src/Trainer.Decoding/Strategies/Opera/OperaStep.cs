namespace Trainer.Decoding.Strategies.Opera;

/// <summary>What one step of OPERA found for one prompt.</summary>
/// <param name="Prompt">Which prompt, from 0.</param>
/// <param name="Candidates">The candidates of each beam, beam by beam, the likeliest first.</param>
/// <param name="Length">Tokens of the answer with the one that is chosen.</param>
/// <param name="Kept">Tokens of the answer that the search went back to; null: it went on.</param>
public sealed record OperaStep(int Prompt, IReadOnlyList<OperaVerdict> Candidates, int Length, int? Kept);

/// <summary>What was found about a candidate.</summary>
/// <param name="Token">Its id.</param>
/// <param name="Penalty">What its logit lost; less than 0 where looking at the picture was rewarded.</param>
/// <param name="Location">The answer's token that it trusts most, from 0.</param>
public readonly record struct OperaVerdict(long Token, double Penalty, int Location);
