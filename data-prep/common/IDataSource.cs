namespace Trainer.Preparation.Common;

/// <summary>
/// A published dataset and how its files become this project's. A source says what to write and what each unit of its input becomes;
/// <see cref="DataPreparation"/> does the rest for all of them: order, resumption, pictures, problems, leakage and the manifest.
/// </summary>
public interface IDataSource : ISource
{
    /// <summary>Counts up whenever the same input would be written differently; stands in the manifest.</summary>
    int Version { get; }

    /// <summary>The files to write, in order.</summary>
    /// <param name="input">Where the dataset's own files are found, and what the user chose.</param>
    /// <exception cref="Data.DataException">A file that is needed is not there.</exception>
    IEnumerable<PlannedFile> Plan(SourceInput input);
}
