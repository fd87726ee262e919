using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Datasets;
using Trainer.Cli.Runs;
using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Cli.Commands;

/// <summary>Shows records as the model will see them, token by token.</summary>
internal static class DataShowCommand
{
    private static readonly Argument<string?> File = new("file") { Description = "A file of records: JSONL, or one JSON list. Not with --recipe.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string?> Recipe = new("--recipe") { Description = "A recipe of stage sft, dpo, reward or ppo, which names files, mixture, model, template and limit." };

    private static readonly Option<int> MaxLength = new("--max-length") { Description = "Most tokens of a record, pictures included. What is longer is cut.", DefaultValueFactory = _ => 2048 };

    private static readonly Option<int> Records = new("--records", "-n") { Description = "How many records, from 1 to 1000.", DefaultValueFactory = _ => 12 };

    private static readonly Option<string> Out = new("--out", "-o") { Description = "The page.", DefaultValueFactory = _ => Path.Combine("runs", "records.html") };

    internal static Command Create()
    {
        Command command = new("show", "Show some records as the model will see them: pictures, turns, and every token with the loss mask.")
        {
            File,
            RecordFileArguments.Kind,
            RecordFileArguments.Format,
            RecordFileArguments.ImageDirectory,
            Recipe,
            TextArguments.Model,
            TextArguments.Tokenizer,
            CommonOptions.Template,
            MaxLength,
            Records,
            CommonOptions.Seed,
            Out,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult result)
    {
        if (result.GetValue(File) is null == result.GetValue(Recipe) is null)
        {
            throw new UsageException("Name a file of records, or a recipe with --recipe; not both.");
        }

        if (result.GetRequiredValue(Records) is < 1 or > 1000)
        {
            throw new UsageException($"--records must be from 1 to 1000, but is {result.GetRequiredValue(Records)}.");
        }

        if (result.GetRequiredValue(MaxLength) < 1)
        {
            throw new UsageException($"--max-length must be at least 1, but is {result.GetRequiredValue(MaxLength)}.");
        }

        using ShownData data = result.GetValue(File) is { } path ? OpenFile(result, path) : ShownRun.Open(RecipeRun.Load(RecipeFiles.PathOf(result.GetValue(Recipe)!), []));
        Tell(result, data, data.Look(result.GetRequiredValue(Records), result.GetRequiredValue(CommonOptions.Seed)));
    }

    private static ShownData OpenFile(ParseResult result, string path)
    {
        (FoundFormat found, RecordIndex index) = RecordFileArguments.Find(path, result);
        var file = new ShownFile(index, found, RecordFileArguments.ImageDirectoryOf(path, result));
        return file.Open(RecordFileArguments.Describe(path, found), TextArguments.Open(result), result.GetRequiredValue(MaxLength));
    }

    private static void Tell(ParseResult result, ShownData data, IReadOnlyList<RecordView> views)
    {
        string page = Path.GetFullPath(result.GetRequiredValue(Out));
        Directory.CreateDirectory(Path.GetDirectoryName(page)!);
        RecordPage.Of(data.Title, data.Setting, views).Save(page);
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(CommandLine.JsonOption))
        {
            output.WriteLine(new JsonObject { ["page"] = page, ["records"] = RecordJson.Of(views) }.ToJsonString());
            return;
        }

        foreach (RecordView view in views)
        {
            output.WriteLine($"{view.Title}: {view.Seen.Outcome}");
        }

        output.WriteLine(page);
    }
}
