using System.CommandLine;
using System.Globalization;
using Trainer.Cli.Pipelines;
using Trainer.Cli.Studies;

namespace Trainer.Cli.Commands;

/// <summary>Repeats a pipeline under several seeds and compares its variants.</summary>
internal static class StudyCommand
{
    private static readonly Option<string> Seeds = new("--seeds")
    {
        Description = "The seeds, separated by commas. Below two there are no intervals.",
        DefaultValueFactory = _ => "1,2,3,4,5",
    };

    private static readonly Option<string?> Out = new("--out", "-o") { Description = "A file for the Markdown table, besides study.md in the recipe's output_dir." };

    internal static Command Create()
    {
        Command command = new("study", "Do a pipeline under each of several seeds, and compare its variants by Student's t over seeds.")
        {
            RecipeArguments.RecipeName,
            RecipeArguments.Overrides,
            Seeds,
            Out,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        string source = RecipeArguments.PathOf(result);
        var study = new StudyRun(source, RecipeArguments.OverridesOf(result), Parse(result.GetRequiredValue(Seeds)), CommandLine.Create);
        StudyResult done = study.Run(StepStreams.Of(result));
        if (done.Table is not { } table)
        {
            return done.ExitCode;
        }

        string markdown = StudyFiles.Markdown(table, source);
        if (result.GetValue(Out) is { } path)
        {
            File.WriteAllText(path, markdown);
        }

        result.InvocationConfiguration.Output.WriteLine(result.GetValue(CommandLine.JsonOption) ? StudyFiles.Json(table, source).ToJsonString() : $"{markdown}\n{Path.Combine(done.Folder, "study.json")}");
        return ExitCode.Success;
    }

    private static ulong[] Parse(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        ulong?[] seeds = [.. parts.Select(part => ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : (ulong?)null)];
        return !seeds.Contains(null) && seeds.Distinct().Count() == seeds.Length
            ? [.. seeds.OfType<ulong>()]
            : throw new UsageException($"--seeds must be different whole numbers separated by commas, such as 1,2,3, but is '{text}'.");
    }
}
