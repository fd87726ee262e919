using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Trainer.Cli.Pipelines;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Studies;

/// <summary>Runs a pipeline under each seed, in a folder of its own, and compares what it measured.</summary>
/// <param name="source">The recipe's path.</param>
/// <param name="overrides">Changes to it.</param>
/// <param name="seeds">The seeds, each once.</param>
/// <param name="verbs">What understands the steps.</param>
internal sealed class StudyRun(string source, IReadOnlyList<string> overrides, IReadOnlyList<ulong> seeds, Func<RootCommand> verbs)
{
    /// <summary>Runs what is not done yet, and writes the study's files once all is.</summary>
    internal StudyResult Run(StepStreams streams)
    {
        Pipeline whole = Pipeline.Load(source, overrides, verbs);
        StudyOptions comparison = whole.Recipe.Study
            ?? throw new UsageException($"{source} says nothing of a study. Add a block such as study: {{ baseline: sft }}, and steps named chair-ROW, sampled-ROW, pope-ROW, aokvqa-ROW or score-ROW.");
        var results = new List<IReadOnlyDictionary<string, JsonObject?>>();
        // All are read before the first runs, so that a recipe which is edited meanwhile doesn't part the seeds.
        Pipeline[] pipelines = [.. seeds.Select(seed => Under(seed, whole))];
        foreach ((int index, Pipeline pipeline) in pipelines.Index())
        {
            streams.Progress.WriteLine($"seed {pipeline.Recipe.Seed} ({index + 1}/{seeds.Count})");
            PipelineResult done = new PipelineRun(pipeline, streams, TimeProvider.System).Run();
            if (done.ExitCode != ExitCode.Success)
            {
                return new StudyResult(done.ExitCode, whole.Recipe.OutputDir, null);
            }

            results.Add(done.Records.ToDictionary(step => step.Key, step => step.Value.Result));
        }

        StudyTable table = StudyTable.Of(comparison, seeds, StudyTable.RowsOf(whole.Steps), results);
        StudyFiles.Write(whole.Recipe.OutputDir, table, source);
        return new StudyResult(ExitCode.Success, whole.Recipe.OutputDir, table);
    }

    private Pipeline Under(ulong seed, Pipeline whole)
    {
        string folder = whole.Recipe.OutputDir;
        string shared = whole.Recipe.SharedDir ?? Path.Combine(folder, "shared");
        string number = seed.ToString(CultureInfo.InvariantCulture);
        return Pipeline.Load(source, [.. overrides, $"seed={number}", $"output_dir={Path.Combine(folder, $"seed-{number}")}", $"shared_dir={shared}"], verbs);
    }
}

/// <summary>How a study ended.</summary>
/// <param name="ExitCode">0, or that of the step that failed or was interrupted.</param>
/// <param name="Folder">Where its files lie.</param>
/// <param name="Table">What it found; null where it did not end.</param>
internal sealed record StudyResult(int ExitCode, string Folder, StudyTable? Table);
