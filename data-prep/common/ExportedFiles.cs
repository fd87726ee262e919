using Trainer.Data;

namespace Trainer.Preparation.Common;

/// <summary>Files of datasets that are published as parquet, after they were exported as JSON lines.</summary>
internal static class ExportedFiles
{
    private const string Parquet = ".parquet";

    /// <summary>The exported files.</summary>
    /// <param name="input">Where they are looked for.</param>
    /// <param name="what">What these files are, for the message.</param>
    /// <param name="patterns">How they are named.</param>
    /// <exception cref="DataException">There is none, or only parquet.</exception>
    internal static IReadOnlyList<string> Require(SourceInput input, string what, params IReadOnlyList<string> patterns)
    {
        bool isParquetAlone = input.Find(patterns).Count == 0 && input.Find($"*{Parquet}").Count > 0;
        return isParquetAlone
            ? throw new DataException($"{what} are there as parquet only, which is not read. docs/data-preparation.md has a script that exports it as JSON lines with pictures.")
            : input.RequireAlike(what, patterns);
    }
}
