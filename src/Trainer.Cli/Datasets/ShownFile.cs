using Trainer.Algorithms.Common;
using Trainer.Cli.Models;
using Trainer.Data;
using Trainer.Data.Preferences;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Recipes.Binding;

namespace Trainer.Cli.Datasets;

/// <summary>One file of records, to be shown to one model.</summary>
internal sealed record ShownFile
{
    /// <summary>Positions of a picture and template where no model says so: those of LLaVA-1.5.</summary>
    private const int UsualImageTokens = 576;
    private const string UsualTemplate = "v1";

    /// <summary>Where image paths start from.</summary>
    internal required string ImageDir { get; init; }

    /// <summary>Folder of a model or an adapter; null where there is only a tokenizer.</summary>
    internal string? Model { get; init; }

    /// <summary>A tokenizer.model; needed without a model.</summary>
    internal string? Tokenizer { get; init; }

    /// <summary>The template's name; null for the model's own.</summary>
    internal string? Template { get; init; }

    /// <summary>Most tokens of a record.</summary>
    internal required int MaxLength { get; init; }

    /// <summary>Opens the file's records and the tokenizer.</summary>
    /// <param name="title">What to call the file.</param>
    /// <param name="index">Where its records lie.</param>
    /// <param name="found">How they are written.</param>
    internal ShownData Open(string title, RecordIndex index, FoundFormat found)
    {
        string? folder = Model is null ? null : AdapterFolder.BaseOf(Model) ?? Model;
        string tokens = folder ?? Tokenizer ?? throw new UsageException("Name a model with --model, or its tokenizer.model with --tokenizer.");
        LlavaConfig? config = folder is null ? null : LlavaConfigJson.Read(Path.Combine(folder, "config.json"));
        string template = Template ?? (config is null ? UsualTemplate : ChatTemplateFile.Read(Model!, config.Family.ChatTemplate));
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(tokens);
        try
        {
            IRecordSource<IRecord> records = Records(index, found);
            return new ShownData
            {
                Title = title,
                Setting = $"Template {template}, at most {MaxLength} tokens. {LeftOut(records)}",
                Lens = new RecordLens(tokenizer, ConversationTemplates.ByName(template), Options(config)),
                Mixture = new ShownMixture([new ShownDataset(records, ImageDir)]),
                Tokenizer = tokenizer,
            };
        }
        catch
        {
            tokenizer.Dispose();
            throw;
        }
    }

    private IRecordSource<IRecord> Records(RecordIndex index, FoundFormat found)
    {
        if (found.Type != RecordType.Preference)
        {
            return RecordFile.Open(index, found.Format);
        }

        PreferenceFile pairs = PreferenceFile.Open(index.File, found.Format.Name, ImageDir, new PairRules());
        return pairs.Count > 0
            ? pairs
            : throw new DataException($"{index.File} has no pair that training would use. {pairs.Report.Problems.FirstOrDefault("data check says why.")}");
    }

    private static string LeftOut(IRecordSource<IRecord> records)
    {
        string[] reasons = records is PreferenceFile pairs ? [.. pairs.Report.Rejections.Select(reason => $"{reason.Value} {KeyNames.Of(reason.Key).Replace('_', ' ')}")] : [];
        return reasons.Length == 0 ? "" : $"Not among them, because training leaves them out: {string.Join(", ", reasons)}.";
    }

    private ConversationEncoderOptions Options(LlavaConfig? config) => new()
    {
        ImageTokenCount = config?.ImageTokenCount ?? UsualImageTokens,
        ImageTokenId = config?.ImageTokenId ?? ImagePlaceholder.Id,
        MaxLength = MaxLength,
        Overlong = OverlongPolicy.TruncateResponse,
    };
}
