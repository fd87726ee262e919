namespace Trainer.Decoding.Strategies.Opera;

/// <summary>Settings of OPERA under the names of its released code, with the values that its paper uses for every model.</summary>
public sealed record OperaOptions
{
    /// <summary>Tokens of each beam that are looked at ahead, the likeliest ones; no others can follow. 1 is the released code's faster setting.</summary>
    public int NumAttnCandidates { get; init; } = 5;

    /// <summary>Multiplies attention weights before they are multiplied with each other (the paper's σ).</summary>
    public double ScaleFactor { get; init; } = 50;

    /// <summary>How often the same token must be the most trusted one before the search goes back; its fraction is dropped.</summary>
    public double Threshold { get; init; } = 15;

    /// <summary>Weight of the penalty (the paper's α).</summary>
    public double PenaltyWeights { get; init; } = 1;

    /// <summary>Ids that stand for a picture in prompts.</summary>
    public IReadOnlyCollection<long> ImageTokens { get; init; } = [];

    /// <summary>Everything that is wrong with the values, in sentences.</summary>
    public IEnumerable<string> Problems() => new[]
    {
        NumAttnCandidates > 0 ? null : $"num_attn_candidates must be greater than 0, but is {NumAttnCandidates}.",
        double.IsFinite(ScaleFactor) && ScaleFactor > 0 ? null : $"scale_factor must be greater than 0, but is {ScaleFactor}.",
        double.IsFinite(Threshold) && Threshold >= 0 ? null : $"threshold must be 0 or greater, but is {Threshold}.",
        double.IsFinite(PenaltyWeights) && PenaltyWeights >= 0 ? null : $"penalty_weights must be 0 or greater, but is {PenaltyWeights}.",
    }.OfType<string>();
}
