namespace Trainer.Preparation.Common;

/// <summary>
/// A published dataset and how its files become this project's. A source says what to write and what each unit of its input becomes;
/// <see cref="DataPreparation"/> does the rest for all of them: order, resumption, pictures, problems, leakage and the manifest.
/// </summary>
public interface IDataSource
{
    /// <summary>Its name on the command line, which is also its folder's.</summary>
    string Name { get; }

    /// <summary>What it is and what becomes of it, in one sentence.</summary>
    string Summary { get; }

    /// <summary>Counts up whenever the same input would be written differently; stands in the manifest.</summary>
    int Version { get; }

    /// <summary>What a user may choose.</summary>
    IReadOnlyList<SourceOption> Options { get; }

    /// <summary>The files to write, in order.</summary>
    /// <param name="input">Where the dataset's own files are found, and what the user chose.</param>
    /// <exception cref="Data.DataException">A file that is needed is not there.</exception>
    IEnumerable<PlannedFile> Plan(SourceInput input);
}
