using System.CommandLine;
using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Cli.Commands;

/// <summary>The arguments of verbs that look at a file of records, whatever they are.</summary>
internal static class RecordFileArguments
{
    internal static readonly Argument<string> File = new("file") { Description = "A file of records: JSONL, or one JSON list." };

    internal static readonly Option<RecordType?> Kind = new("--kind")
    {
        Description = "What each record is. By default it is found out from the first records.",
        CustomParser = result => Enum.TryParse(result.Tokens[0].Value, ignoreCase: true, out RecordType type) && Enum.IsDefined(type) ? type : Refuse(result),
        HelpName = "conversation|preference|prompt",
    };

    internal static readonly Option<string?> Format = new("--format") { Description = "How records are written, such as trainer, llava or rlhf_v. By default it is found out from the first records." };

    internal static readonly Option<string?> ImageDirectory = new("--image-dir", "--images") { Description = "Folder that the records' image paths start from; by default the file's own." };

    /// <summary>Opens the file that the command line names.</summary>
    internal static (FoundFormat Found, RecordIndex Index) Find(string path, ParseResult result)
    {
        RecordIndex index = RecordIndex.Build(path);
        return (Find(index, result), index);
    }

    /// <summary>What the records of a file are and how they are written.</summary>
    internal static FoundFormat Find(RecordIndex index, ParseResult result) => FormatSearch.Find(index, result.GetValue(Kind), result.GetValue(Format));

    /// <summary>Where image paths start from.</summary>
    /// <exception cref="UsageException">There is no folder of the given name.</exception>
    internal static string ImageDirectoryOf(string path, ParseResult result) => result.GetValue(ImageDirectory) switch
    {
        null => Path.GetDirectoryName(Path.GetFullPath(path))!,
        var folder when Directory.Exists(folder) => folder,
        var missing => throw new UsageException($"--image-dir must be a folder, but there is none at {missing}."),
    };

    /// <summary>The file with its format, for headings.</summary>
    internal static string Describe(string path, FoundFormat found) =>
        $"{Path.GetFileName(path)} ({found.Type.ToString().ToLowerInvariant()} records, format {found.Format.Name})";

    private static RecordType? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"--kind must be conversation, preference or prompt, but is '{result.Tokens[0].Value}'.");
        return null;
    }
}
