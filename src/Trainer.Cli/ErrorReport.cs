using System.CommandLine;
using System.CommandLine.Parsing;
using Trainer.Cli.Distributed;
using Trainer.Data;
using Trainer.Evaluation.Judges;
using Trainer.Modeling.Weights;
using Trainer.Recipes;
using Trainer.Torch;
using Trainer.Torch.Distributed;
using Trainer.Training;

namespace Trainer.Cli;

/// <summary>What a user sees of an exception: one message, and a code that says whose turn it is.</summary>
internal static class ErrorReport
{
    /// <summary>The exit code that stands for an exception.</summary>
    internal static int CodeOf(Exception error) => error switch
    {
        UsageException or RecipeException => ExitCode.Usage,
        DataException or CheckpointException => ExitCode.Data,
        DivergedException => ExitCode.Diverged,
        ProcessGroupException => ExitCode.GroupBroken,
        TorchException { IsOutOfMemory: true } => ExitCode.Resources,
        FileNotFoundException or DirectoryNotFoundException => ExitCode.Data,
        JudgeException => ExitCode.Resources,
        OutOfMemoryException or DllNotFoundException or UnauthorizedAccessException or IOException => ExitCode.Resources,
        _ => ExitCode.Unexpected,
    };

    /// <summary>Writes the message, and the stack only on request.</summary>
    internal static void Write(TextWriter output, Exception error, bool diagnostic)
    {
        output.WriteLine($"error: {TorchrunVariables.Speaker(Environment.GetEnvironmentVariable)}{error.Message}");
        if (diagnostic)
        {
            output.WriteLine(error);
        }
        else if (CodeOf(error) == ExitCode.Unexpected)
        {
            output.WriteLine("This was not foreseen. Run the same command with '-v diagnostic' to see where it happened.");
        }
    }

    /// <summary>Lists what is wrong with the command line, unknown words first, for they explain the rest.</summary>
    internal static void WriteUsage(TextWriter output, ParseResult parsed)
    {
        foreach (string message in parsed.Errors.Select(problem => problem.Message).OrderByDescending(message => message.Contains('\'')))
        {
            output.WriteLine($"error: {message}");
        }

        output.WriteLine($"See ./trainer {string.Concat(Path(parsed.CommandResult).Select(verb => verb + " "))}--help");
    }

    /// <summary>The words that lead to a command, such as <c>data prepare</c>.</summary>
    private static IEnumerable<string> Path(SymbolResult? command) => command is CommandResult { Command: not RootCommand } result
        ? Path(result.Parent).Append(result.Command.Name)
        : [];
}
