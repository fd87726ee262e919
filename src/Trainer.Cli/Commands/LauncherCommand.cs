using System.CommandLine;

namespace Trainer.Cli.Commands;

/// <summary>Verbs that the script does before this program exists; they stand here so that help lists them.</summary>
internal static class LauncherCommand
{
    internal static Command Create(string verb, string description)
    {
        Command command = new(verb, description);
        command.Arguments.Add(new Argument<string[]>("arguments") { Description = "Passed on.", Arity = ArgumentArity.ZeroOrMore });
        command.SetAction(_ => Refuse(verb));
        return command;
    }

    private static int Refuse(string verb) => throw new UsageException($"'{verb}' is done by the script: run ./trainer {verb}.");
}
