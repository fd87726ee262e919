namespace Trainer.Data.Batches;

/// <summary>What happens to a record with too many tokens. Image tokens are never cut.</summary>
public enum OverlongPolicy
{
    /// <summary>The run stops before its first step and names the records.</summary>
    Error,

    /// <summary>The record is left out and counted.</summary>
    Drop,

    /// <summary>The end of the last answer is cut. Records whose last answer begins too late are left out.</summary>
    TruncateResponse,
}
