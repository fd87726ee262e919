using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Cli.Commands;

/// <summary>Reads every record of a file and says what is in it and what is wrong.</summary>
internal static class DataCheckCommand
{
    private static readonly Option<string[]> HeldOut = new("--held-out")
    {
        Description = "Files of benchmarks: records of conversations and prompts that use their pictures are counted, and exit with code 3.",
        AllowMultipleArgumentsPerToken = true,
    };

    internal static Command Create()
    {
        Command command = new("check", "Read every record of a file, and say what is wrong with file, line and field.")
        {
            RecordFileArguments.File,
            RecordFileArguments.Kind,
            RecordFileArguments.Format,
            RecordFileArguments.ImageDirectory,
            HeldOut,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        string path = result.GetRequiredValue(RecordFileArguments.File);
        string images = RecordFileArguments.ImageDirectoryOf(path, result);
        RecordIndex index = RecordIndex.Build(path);
        (RecordType type, string format) = WayOf(index, result);
        TextWriter output = result.InvocationConfiguration.Output;
        bool asJson = result.GetValue(CommandLine.JsonOption);
        string[] benchmarks = result.GetValue(HeldOut) ?? [];
        return type switch
        {
            RecordType.Preference when benchmarks.Length > 0 => throw new UsageException("--held-out is for conversations and prompts; 'data prepare --held-out' finds the pictures of preferences, too."),
            RecordType.Preference => PairCheck.Run(path, format, images, output, asJson),
            RecordType.Prompt => Tell(Check(index, RecordFormats.Prompt(format), images, benchmarks), output, asJson),
            _ => Tell(Check(index, RecordFormats.Conversation(format), images, benchmarks), output, asJson),
        };
    }

    /// <summary>What the records are and how they are written. Where none of the first can be read, what is wrong is told as of this project's own conversations.</summary>
    private static (RecordType Type, string Format) WayOf(RecordIndex index, ParseResult result)
    {
        try
        {
            FoundFormat found = RecordFileArguments.Find(index, result);
            return (found.Type, found.Format.Name);
        }
        catch (DataException)
        {
            return (result.GetValue(RecordFileArguments.Kind) ?? RecordType.Conversation, result.GetValue(RecordFileArguments.Format) ?? "trainer");
        }
    }

    private static int Tell((DatasetReport Report, IReadOnlyDictionary<string, int> Leaks) found, TextWriter output, bool asJson)
    {
        if (asJson)
        {
            JsonObject json = ToJson(found.Report);
            json["held_out"] = new JsonObject(found.Leaks.Select(leak => KeyValuePair.Create(leak.Key, (JsonNode?)leak.Value)));
            output.WriteLine(json.ToJsonString());
        }
        else
        {
            Print(found.Report, output);
            Print(found.Leaks, output);
        }

        return found.Report.BadRecords == 0 && found.Leaks.Values.All(count => count == 0) ? ExitCode.Success : ExitCode.Data;
    }

    private static (DatasetReport Report, IReadOnlyDictionary<string, int> Leaks) Check<TRecord>(RecordIndex index, IRecordFormat<TRecord> format, string images, string[] benchmarks)
        where TRecord : class, IRecord
    {
        using RecordFile<TRecord> file = RecordFile.Open(index, format);
        return (DatasetCheck.Run(file, images), LeakCheck.Count(file, benchmarks));
    }

    private static void Print(IReadOnlyDictionary<string, int> leaks, TextWriter output)
    {
        foreach ((string benchmark, int count) in leaks)
        {
            output.WriteLine($"  {count,8} use pictures of {benchmark}");
        }
    }

    private static JsonObject ToJson(DatasetReport report) => new()
    {
        ["records"] = report.Records,
        ["bad_records"] = report.BadRecords,
        ["turns"] = report.Turns,
        ["images"] = report.Images,
        ["repeated_ids"] = report.RepeatedIds,
        ["sources"] = new JsonObject(report.Sources.Select(source => KeyValuePair.Create(source.Key, (JsonNode?)source.Value))),
        ["problems"] = new JsonArray([.. report.Problems.Select(problem => (JsonNode)problem)]),
    };

    private static void Print(DatasetReport report, TextWriter output)
    {
        output.WriteLine($"{report.Records} records, {report.BadRecords} of them bad; {report.Turns} turns, {report.Images} pictures, {report.RepeatedIds} repeated ids");
        foreach ((string source, int count) in report.Sources)
        {
            output.WriteLine($"  {count,8} from {(source.Length == 0 ? "no stated source" : source)}");
        }

        foreach (string problem in report.Problems)
        {
            output.WriteLine(problem);
        }

        if (report.BadRecords > report.Problems.Count)
        {
            output.WriteLine($"... and {report.BadRecords - report.Problems.Count} more");
        }
    }
}
