using System.CommandLine;

namespace Trainer.Cli.Tests;

/// <summary>The help of every verb is a snapshot, so that no option changes unnoticed.</summary>
public sealed class HelpTests
{
    private static readonly string Snapshot = Path.Combine(Workspace.Root, "tests", "Trainer.Cli.Tests", "Snapshots", "help.txt");

    [Fact]
    public void Help_OfEveryVerb_IsTheSnapshot()
    {
        string actual = string.Concat(Verbs(CommandLine.Create(), []).Select(Help));
        if (Environment.GetEnvironmentVariable("TRAINER_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(Snapshot, actual);
        }

        Assert.Equal(File.ReadAllText(Snapshot), actual);
    }

    private static IEnumerable<string[]> Verbs(Command command, string[] path) =>
        [path, .. command.Subcommands.SelectMany(child => Verbs(child, [.. path, child.Name]))];

    private static string Help(string[] verb)
    {
        string help = CommandLineRun.Of([.. verb, "--help"]).Output.Replace(Workspace.Root, "<checkout>", StringComparison.Ordinal).Replace("testhost", "trainer", StringComparison.Ordinal);
        return $"===== trainer {string.Join(' ', verb)}\n{string.Join('\n', help.Split('\n').Select(line => line.TrimEnd())).TrimEnd()}\n\n";
    }
}
