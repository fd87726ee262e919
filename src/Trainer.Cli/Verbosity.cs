namespace Trainer.Cli;

/// <summary>How much a verb says on stderr, in the words that other .NET tools use.</summary>
internal enum Verbosity
{
    /// <summary>Errors only.</summary>
    Quiet,

    /// <summary>Progress as well.</summary>
    Normal,

    /// <summary>Stack traces as well.</summary>
    Diagnostic,
}
