using Trainer.Cli.Models;
using Trainer.Data;
using Trainer.Data.Preferences;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Recipes.Binding;

namespace Trainer.Cli.Datasets;

/// <summary>One file of records, to be shown to one model.</summary>
/// <param name="Index">Where its records lie.</param>
/// <param name="Found">How they are written.</param>
/// <param name="ImageDir">Where image paths start from.</param>
internal sealed record ShownFile(RecordIndex Index, FoundFormat Found, string ImageDir)
{
    /// <summary>Opens the file's records.</summary>
    /// <param name="title">What to call the file.</param>
    /// <param name="text">How the model reads text; it is closed with the result.</param>
    /// <param name="maxLength">Most tokens of a record.</param>
    internal ShownData Open(string title, ModelText text, int maxLength)
    {
        IRecordSource<IRecord> records = Records();
        return new ShownData
        {
            Title = title,
            Setting = $"Template {text.Template.Name}, at most {maxLength} tokens. {LeftOut(records)}",
            Lens = new RecordLens(text.Tokenizer, text.Template, text.Options with { MaxLength = maxLength }),
            Mixture = new ShownMixture([new ShownDataset(records, ImageDir)]),
            Text = text,
        };
    }

    private IRecordSource<IRecord> Records()
    {
        if (Found.Type != RecordType.Preference)
        {
            return RecordFile.Open(Index, Found.Format);
        }

        PreferenceFile pairs = PreferenceFile.Open(Index.File, Found.Format.Name, ImageDir, new PairRules());
        return pairs.Count > 0
            ? pairs
            : throw new DataException($"{Index.File} has no pair that training would use. {pairs.Report.Problems.FirstOrDefault("data check says why.")}");
    }

    private static string LeftOut(IRecordSource<IRecord> records)
    {
        string[] reasons = records is PreferenceFile pairs ? [.. pairs.Report.Rejections.Select(reason => $"{reason.Value} {KeyNames.Of(reason.Key).Replace('_', ' ')}")] : [];
        return reasons.Length == 0 ? "" : $"Not among them, because training leaves them out: {string.Join(", ", reasons)}.";
    }
}
