using System.CommandLine;

namespace Trainer.Cli.Commands;

/// <summary>The group of verbs about datasets.</summary>
internal static class DataCommand
{
    internal static Command Create() => new("data", "Make datasets, check them and look at them.")
    {
        DataPrepareCommand.Create(),
        DataScenesCommand.Create(),
        DataCheckCommand.Create(),
        DataStatsCommand.Create(),
        DataShowCommand.Create(),
        DataReferenceCommand.Create(),
        DataPreferencesCommand.Create(),
    };
}
