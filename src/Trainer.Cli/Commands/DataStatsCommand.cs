using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Datasets;
using Trainer.Cli.Models;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Statistics;

namespace Trainer.Cli.Commands;

/// <summary>Counts what is in a file of records.</summary>
internal static class DataStatsCommand
{
    private static readonly Option<string?> Out = new("--out", "-o") { Description = "A page with plots to write." };

    internal static Command Create()
    {
        Command command = new("stats", "Count what is in a file: sources, turns, lengths, frequent answers, sizes of pictures, and whether chosen answers are longer.")
        {
            RecordFileArguments.File,
            RecordFileArguments.Kind,
            RecordFileArguments.Format,
            RecordFileArguments.ImageDirectory,
            TextArguments.Model,
            TextArguments.Tokenizer,
            CommonOptions.Template,
            Out,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult result)
    {
        string path = result.GetRequiredValue(RecordFileArguments.File);
        (FoundFormat found, RecordIndex index) = RecordFileArguments.Find(path, result);
        using ModelText? model = TextArguments.AreGiven(result) ? TextArguments.Open(result) : null;
        var survey = new DatasetSurvey
        {
            ImageDir = RecordFileArguments.ImageDirectoryOf(path, result),
            CountTokens = model is null ? null : text => model.Tokenizer.Tokenize(text).Count,
            CountRecord = model is null ? null : new RecordLength(model).Of,
        };
        using RecordFile<IRecord> file = RecordFile.Open(index, found.Format);
        Tell(result, survey.Run(file, new ProgressLine(Progress.For(result), "read", file.Count)), RecordFileArguments.Describe(path, found));
    }

    private static void Tell(ParseResult result, DatasetStatistics statistics, string file)
    {
        string? page = result.GetValue(Out) is { } given ? Path.GetFullPath(given) : null;
        if (page is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(page)!);
            new StatisticsPage(statistics).Of(file).Save(page);
        }

        bool asJson = result.GetValue(CommandLine.JsonOption);
        JsonObject json = StatisticsJson.Of(statistics);
        json["page"] = page;
        string text = StatisticsTable.Of(statistics, file) + (page is null ? "" : $"\n\n{page}");
        result.InvocationConfiguration.Output.WriteLine(asJson ? json.ToJsonString() : text);
    }
}
