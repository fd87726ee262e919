namespace Trainer.Cli;

/// <summary>How much a verb says on stderr, in the words that other .NET tools use.</summary>
internal enum Verbosity
{
    Quiet,
    Minimal,
    Normal,
    Detailed,

    /// <summary>With stack traces.</summary>
    Diagnostic,
}
