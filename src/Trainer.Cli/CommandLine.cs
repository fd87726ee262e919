using System.CommandLine;
using Trainer.Cli.Commands;

namespace Trainer.Cli;

/// <summary>All verbs. To add one: a file in Commands/ with a static Create, one line here, and a new help snapshot.</summary>
internal static class CommandLine
{
    /// <summary>How much is said on stderr; understood by every verb.</summary>
    internal static readonly Option<Verbosity> VerbosityOption = new("--verbosity", "-v")
    {
        HelpName = "level",
        Description = "How much to say on stderr: quiet (errors only), normal, or diagnostic (with stack traces).",
        DefaultValueFactory = _ => Verbosity.Normal,
        Recursive = true,
    };

    /// <summary>Asks for one JSON object as the last line on stdout.</summary>
    internal static readonly Option<bool> JsonOption = new("--json")
    {
        Description = "Print the result as one JSON object, the last line on stdout.",
        Recursive = true,
    };

    /// <summary>The whole tree.</summary>
    internal static RootCommand Create()
    {
        RootCommand root = new("Aligns multimodal language models, so that they say what the picture shows.");
        root.Options.Add(VerbosityOption);
        root.Options.Add(JsonOption);
        foreach (Command command in Verbs())
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    private static IEnumerable<Command> Verbs() =>
    [
        QuickstartCommand.Create(),
        RunCommand.Create(),
        LaunchCommand.Create(),
        StudyCommand.Create(),
        SweepCommand.Create(),
        CheckCommand.Create(),
        PlanCommand.Create(),
        RecipesCommand.Create(),
        DataCommand.Create(),
        AnnotateCommand.Create(),
        InitCommand.Create(),
        GenerateCommand.Create(),
        ExplainAnswerCommand.Create(),
        ServeCommand.Create(),
        EvalCommand.Create(),
        ScoreCommand.Create(),
        AssembleCommand.Create(),
        ExportCommand.Create(),
        InspectCommand.Create(),
        DiffCommand.Create(),
        ReportCommand.Create(),
        DoctorCommand.Create(),
        BenchCommand.Create(),
        LauncherCommand.Create("build", "Build the native libraries and the program, and do nothing else."),
        LauncherCommand.Create("test", "Build and run all tests, or those whose name contains the given text."),
    ];

    /// <summary>Parses and runs; every error ends here, as one message and an exit code.</summary>
    internal static int Invoke(IReadOnlyList<string> arguments, TextWriter output, TextWriter error) =>
        Invoke(Create().Parse(arguments), output, error);

    /// <summary>Runs a command line that was parsed.</summary>
    internal static int Invoke(ParseResult parsed, TextWriter output, TextWriter error)
    {
        if (parsed.Errors.Count > 0)
        {
            ErrorReport.WriteUsage(error, parsed);
            return ExitCode.Usage;
        }

        try
        {
            return parsed.Invoke(Configuration(output, error));
        }
        catch (Exception exception)
        {
            // The one place where every exception becomes a message and an exit code.
            ErrorReport.Write(error, exception, parsed.GetValue(VerbosityOption) == Verbosity.Diagnostic);
            return ErrorReport.CodeOf(exception);
        }
    }

    /// <summary>
    /// Signals are left alone: a training run listens for them itself, to save a checkpoint and say which one came, and
    /// everything else may end at once.
    /// </summary>
    private static InvocationConfiguration Configuration(TextWriter output, TextWriter error) => new()
    {
        Output = output,
        Error = error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };
}
