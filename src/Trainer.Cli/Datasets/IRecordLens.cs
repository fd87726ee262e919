using Trainer.Data.Records;

namespace Trainer.Cli.Datasets;

/// <summary>Looks at records as one stage does.</summary>
internal interface IRecordLens
{
    /// <summary>Looks at a record; what breaks a rule of the stage is told, and no exception.</summary>
    SeenRecord See(IRecord record);
}
