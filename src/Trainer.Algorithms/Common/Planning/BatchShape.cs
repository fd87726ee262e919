namespace Trainer.Algorithms.Common.Planning;

/// <summary>What a micro-batch costs by.</summary>
/// <param name="Rows">Rows of tokens.</param>
/// <param name="Time">Tokens of the longest row, to which all are filled up.</param>
/// <param name="Labels">Tokens whose log-probability is computed; 0 where the model ends in a scalar head.</param>
/// <param name="Pictures">Pictures that are shown.</param>
public sealed record BatchShape(long Rows, long Time, long Labels, long Pictures)
{
    /// <summary>Tokens, padding included.</summary>
    public long Tokens => Rows * Time;

    /// <summary>Tokens whose states somebody reads, whether to predict a label or to value them.</summary>
    public long Wanted { get; init; } = Labels;

    /// <summary>Whether the records themselves were looked at; otherwise every row is as long as the recipe allows.</summary>
    public bool IsMeasured { get; init; } = true;
}
