using System.CommandLine;
using Trainer.Cli.Commands;
using Trainer.Cli.Runs;
using Trainer.Recipes;

namespace Trainer.Cli.Pipelines;

/// <summary>A step's command line, understood by the program's own verbs.</summary>
/// <param name="verbs">The verbs.</param>
/// <param name="step">The step.</param>
internal sealed class StepCommand(RootCommand verbs, PipelineStep step)
{
    private const string Resume = "training.resume_from_checkpoint";

    private readonly ParseResult parsed = verbs.Parse(step.Words);

    /// <summary>What is wrong with the command line, and with the recipe that it names.</summary>
    internal IEnumerable<Problem> Problems()
    {
        IEnumerable<string> messages = parsed.Errors.Count > 0 ? [string.Join(' ', parsed.Errors.Select(error => error.Message))] : RecipeProblems();
        return messages.Select(message => new Problem($"{step.Key}.run", $"({step.Name}) does not work: {message}"));
    }

    /// <summary>The fingerprint of the recipe that it names, defaults spelt out; null where it names none.</summary>
    internal string? RecipeHash() => Recipe() is { } run ? PathHash.OfText(RecipeWriter.Write(run.Recipe)) : null;

    /// <summary>Runs it in this process.</summary>
    /// <param name="output">What the verb prints.</param>
    /// <param name="streams">Progress and messages.</param>
    /// <returns>The exit code.</returns>
    internal int Invoke(TextWriter output, StepStreams streams) =>
        CommandLine.Invoke(verbs.Parse([.. step.Words, .. Resumption(), .. Wish(streams.Verbosity)]), output, streams.Error);

    /// <summary>A training goes on from its newest checkpoint: the folder is empty wherever it must begin afresh.</summary>
    private string[] Resumption() =>
        parsed.CommandResult.Command.Name == RunCommand.Name && !step.Words.Any(word => word.StartsWith(Resume, StringComparison.Ordinal)) ? [$"{Resume}=auto"] : [];

    private string[] Wish(Verbosity verbosity) =>
        verbosity == Verbosity.Normal || parsed.GetResult(CommandLine.VerbosityOption) is { Implicit: false }
            ? []
            : [CommandLine.VerbosityOption.Name, verbosity.ToString()];

    private RecipeRun? Recipe() => parsed.GetResult(RecipeArguments.RecipeName) is null
        ? null
        : RecipeRun.Load(RecipeArguments.PathOf(parsed), RecipeArguments.OverridesOf(parsed));

    private IReadOnlyList<string> RecipeProblems()
    {
        try
        {
            Recipe();
            return [];
        }
        catch (RecipeException error)
        {
            return [.. error.Problems.Select(problem => $"{parsed.GetValue(RecipeArguments.RecipeName)}, {problem}")];
        }
        catch (UsageException error)
        {
            return [error.Message];
        }
    }
}
