using System.CommandLine;

namespace Trainer.Cli.Commands;

/// <summary>The group of verbs about datasets.</summary>
internal static class DataCommand
{
    internal static Command Create() => new("data", "Make datasets, and check them.")
    {
        DataPrepareCommand.Create(),
        DataScenesCommand.Create(),
        DataCheckCommand.Create(),
        DataReferenceCommand.Create(),
        DataPreferencesCommand.Create(),
    };
}
