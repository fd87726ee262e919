using System.CommandLine;

namespace Trainer.Cli.Pipelines;

/// <summary>Where a pipeline and its steps say what they do, and how much.</summary>
/// <param name="Progress">Which step runs, and why.</param>
/// <param name="Error">The steps' own progress, and every error.</param>
/// <param name="Verbosity">How much the steps say, where they don't choose themselves.</param>
internal sealed record StepStreams(TextWriter Progress, TextWriter Error, Verbosity Verbosity)
{
    /// <summary>Nowhere.</summary>
    internal static StepStreams None { get; } = new(TextWriter.Null, TextWriter.Null, Verbosity.Quiet);

    /// <summary>As the command line of the whole asks.</summary>
    internal static StepStreams Of(ParseResult result) =>
        new(Cli.Progress.For(result), result.InvocationConfiguration.Error, result.GetValue(CommandLine.VerbosityOption));
}
