using System.CommandLine;

namespace Trainer.Cli;

/// <summary>Where progress is written, and how.</summary>
internal static class Progress
{
    /// <summary>Whether a person watches it: then one line renews itself. Redirected output and NO_COLOR get plain lines.</summary>
    internal static bool IsLive => !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Stderr, or nothing when quiet.</summary>
    internal static TextWriter For(ParseResult result) =>
        result.GetValue(CommandLine.VerbosityOption) == Verbosity.Quiet ? TextWriter.Null : result.InvocationConfiguration.Error;
}
