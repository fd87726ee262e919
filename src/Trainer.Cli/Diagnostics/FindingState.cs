namespace Trainer.Cli.Diagnostics;

/// <summary>How a thing was found.</summary>
internal enum FindingState
{
    Ok,

    /// <summary>It works, but not as well as it could.</summary>
    Warning,

    Missing,
}
