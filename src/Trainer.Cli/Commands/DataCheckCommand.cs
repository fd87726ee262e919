using System.CommandLine;
using Trainer.Cli.Datasets;
using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Cli.Commands;

/// <summary>Reads every record of a file and says what is in it and what is wrong.</summary>
internal static class DataCheckCommand
{
    private static readonly Option<string[]> HeldOut = new("--held-out")
    {
        Description = "Files of benchmarks: records that use their pictures are counted, and exit with code 3.",
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
        FoundFormat found = WayOf(index, result);
        using RecordFile<IRecord> file = RecordFile.Open(index, found.Format);
        CheckedFile check = found.Type == RecordType.Preference ? PairCheck.Of(path, found.Format.Name, images) : RecordCheck.Of(DatasetCheck.Run(file, images));
        return Tell(check.With(LeakCheck.Count(file, result.GetValue(HeldOut) ?? [])), result);
    }

    /// <summary>What the records are and how they are written. Where none of the first can be read, what is wrong is told as of this project's own conversations.</summary>
    private static FoundFormat WayOf(RecordIndex index, ParseResult result)
    {
        try
        {
            return RecordFileArguments.Find(index, result);
        }
        catch (DataException)
        {
            return FormatSearch.Find(index, result.GetValue(RecordFileArguments.Kind) ?? RecordType.Conversation, result.GetValue(RecordFileArguments.Format) ?? "trainer");
        }
    }

    private static int Tell(CheckedFile check, ParseResult result)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        foreach (string line in result.GetValue(CommandLine.JsonOption) ? [check.Json.ToJsonString()] : check.Lines)
        {
            output.WriteLine(line);
        }

        return check.IsGood ? ExitCode.Success : ExitCode.Data;
    }
}
