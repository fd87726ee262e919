using Trainer.Data.Text;

namespace Trainer.Cli.Datasets;

/// <summary>A record as training sees it.</summary>
/// <param name="State">What becomes of it.</param>
/// <param name="Outcome">The same as a sentence.</param>
/// <param name="Rows">Its tokens; none where it breaks a rule.</param>
internal sealed record SeenRecord(SeenState State, string Outcome, IReadOnlyList<SeenRow> Rows)
{
    /// <summary>Positions of tokens that are learnt.</summary>
    internal int Learnt => Rows.Sum(row => row.Tokens.Count(token => token.Use == TokenUse.Learnt));
}

/// <summary>Tokens that belong together.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Tokens">The tokens, in order.</param>
internal sealed record SeenRow(string Title, IReadOnlyList<ShownToken> Tokens);

/// <summary>What becomes of a record.</summary>
internal enum SeenState
{
    /// <summary>It is trained on, as it is.</summary>
    Used,

    /// <summary>It is trained on without its end.</summary>
    Cut,

    /// <summary>It is left out and counted.</summary>
    LeftOut,

    /// <summary>It stops a run.</summary>
    Refused,
}
