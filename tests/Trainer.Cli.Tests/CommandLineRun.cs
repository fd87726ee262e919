namespace Trainer.Cli.Tests;

/// <summary>What a command line gave.</summary>
internal sealed record CommandLineRun(int ExitCode, string Output, string Error)
{
    internal static CommandLineRun Of(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = CommandLine.Invoke(arguments, output, error);
        return new CommandLineRun(code, output.ToString(), error.ToString());
    }

    internal string LastLine => Output.TrimEnd().Split('\n')[^1];
}
