using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Preparation.Common;

namespace Trainer.Cli.Commands;

/// <summary>Converts a published dataset to this project's formats.</summary>
internal static class DataPrepareCommand
{
    private static readonly IReadOnlyList<ISource> Sources = [.. SourceCatalog.All, new ScenesSource()];

    private static readonly Argument<string?> Source = new("source")
    {
        Description = "The dataset; --list shows all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> List = new("--list") { Description = "Show the datasets and their options, and do nothing else." };

    private static readonly Option<string?> In = new("--in", "-i") { Description = "Folder of what was downloaded, or one file of it." };

    private static readonly Option<string?> Out = new("--out", "-o") { Description = "Folder to write to. An interrupted conversion goes on where it stopped." };

    private static readonly Option<string?> Images = new("--images", "--image-dir") { Description = "Folder that paths of pictures start from. Without it no picture is looked at." };

    private static readonly Option<string> ImageCheck = new("--image-check")
    {
        Description = "How closely pictures are looked at: decode, header, exists or none.",
        DefaultValueFactory = _ => "decode",
    };

    private static readonly Option<string[]> Choices = new("--option") { Description = "A choice of the dataset's own, as name=value; may be repeated." };

    private static readonly Option<string[]> HeldOut = new("--held-out")
    {
        Description = "Files of benchmarks: records that use their pictures are counted and named.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> DropLeaks = new("--drop-leaks") { Description = "Leave such records out." };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Exit with code 3 if anything was wrong; the files are written all the same." };

    private static readonly Option[] ForFiles = [In, Images, ImageCheck, HeldOut, DropLeaks, Strict];

    internal static Command Create()
    {
        Command command = new("prepare", "Convert a published dataset: COCO and others.")
        {
            Source, List, In, Out, Images, ImageCheck, Choices, HeldOut, DropLeaks, Strict,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        if (result.GetValue(List))
        {
            PreparationText.WriteList(result.InvocationConfiguration.Output, Sources, result.GetValue(CommandLine.JsonOption));
            return ExitCode.Success;
        }

        string name = result.GetValue(Source) ?? throw new UsageException("Name a dataset; './trainer data prepare --list' shows all.");
        ISource found = Sources.FirstOrDefault(each => each.Name == name)
            ?? throw new UsageException($"There is no dataset '{name}'. Known: {string.Join(", ", Sources.Select(each => each.Name))}.");
        Dictionary<string, string> choices = ChoicesOf(result.GetValue(Choices) ?? [], found);
        string folder = result.GetValue(Out) ?? throw new UsageException("--out is missing: the folder to write to.");
        if (found is IDataSource source)
        {
            return Convert(source, Options(result, folder, choices), result);
        }

        if (ForFiles.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } unused)
        {
            throw new UsageException($"{name} is drawn and reads nothing, so {unused.Name} has no meaning for it. Leave it out.");
        }

        ScenesSource.Write(folder, new SourceChoices(found.Options, choices), result);
        return ExitCode.Success;
    }

    private static int Convert(IDataSource source, PreparationOptions options, ParseResult result)
    {
        PreparedSet set = DataPreparation.Run(source, options, new WorkProgress(Progress.For(result), TimeProvider.System));
        Print(result, options.Output, set);
        PreparationText.Warn(Progress.For(result), options.Output, set);
        return result.GetValue(Strict) && set.Problems.Count > 0 ? ExitCode.Data : ExitCode.Success;
    }

    private static PreparationOptions Options(ParseResult result, string folder, IReadOnlyDictionary<string, string> choices) => new()
    {
        Input = result.GetValue(In) ?? throw new UsageException("--in is missing: the folder of what was downloaded."),
        Output = folder,
        Images = ExistingFolder(result.GetValue(Images)),
        ImageCheck = CheckLevel(result.GetRequiredValue(ImageCheck)),
        HeldOut = result.GetValue(HeldOut) ?? [],
        DropLeaks = result.GetValue(DropLeaks),
        Choices = choices,
    };

    private static string? ExistingFolder(string? folder) =>
        folder is null || Directory.Exists(folder) ? folder : throw new UsageException($"--images must be a folder, but there is none at {folder}.");

    private static PictureCheckLevel CheckLevel(string text) => text switch
    {
        "decode" => PictureCheckLevel.Decode,
        "header" => PictureCheckLevel.Header,
        "exists" => PictureCheckLevel.Exists,
        "none" => PictureCheckLevel.None,
        _ => throw new UsageException($"--image-check must be decode, header, exists or none, but is '{text}'."),
    };

    private static Dictionary<string, string> ChoicesOf(string[] texts, ISource source)
    {
        var choices = new Dictionary<string, string>();
        foreach (string text in texts)
        {
            string[] parts = text.Split('=', 2);
            choices[parts[0]] = parts.Length == 2 ? parts[1] : throw new UsageException($"--option must be name=value, but is '{text}'.");
        }

        string[] problems = [.. SourceChoices.Problems(source, choices)];
        return problems.Length == 0 ? choices : throw new UsageException(string.Join(' ', problems));
    }

    private static void Print(ParseResult result, string folder, PreparedSet set)
    {
        if (result.GetValue(CommandLine.JsonOption))
        {
            JsonObject json = set.ToJson();
            json["data"] = folder;
            result.InvocationConfiguration.Output.WriteLine(json.ToJsonString());
        }
        else
        {
            PreparationText.Write(result.InvocationConfiguration.Output, folder, set);
        }
    }
}
