namespace Trainer.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("See ./trainer data prepare --help", "data", "prepare", "coco", "--frobnicate")]
    [InlineData("See ./trainer eval --help", "eval", "chair", "--frobnicate")]
    [InlineData("See ./trainer --help", "--frobnicate")]
    public void Invoke_UnknownOption_PointsToTheHelpOfTheWholeVerb(string pointer, params string[] arguments)
    {
        CommandLineRun run = CommandLineRun.Of(arguments);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(pointer, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Invoke_UnknownVerb_NamesItOnStderrAndExitsWithUsage()
    {
        CommandLineRun run = CommandLineRun.Of("trane");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("'trane'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Invoke_LauncherVerb_SaysWhereItIsDone()
    {
        CommandLineRun run = CommandLineRun.Of("test");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal("error: 'test' is done by the script: run ./trainer test.\n", run.Error);
    }

    [Fact]
    public void Invoke_Diagnostic_AddsTheStack()
    {
        CommandLineRun run = CommandLineRun.Of("test", "-v", "diagnostic");

        Assert.Contains("at Trainer.Cli.Commands.LauncherCommand", run.Error, StringComparison.Ordinal);
    }
}
