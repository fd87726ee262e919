using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Data;
using Trainer.Modeling.Weights;
using Trainer.Recipes;
using Trainer.Training;

namespace Trainer.Cli.Pipelines;

/// <summary>Does a pipeline's steps one after the other, and of those only what is not done yet.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="progress">Where it says which step runs, and why.</param>
/// <param name="error">Where steps say what they do.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class PipelineRun(Pipeline pipeline, TextWriter progress, TextWriter error, TimeProvider clock)
{
    private readonly Dictionary<string, StepRecord> records = [];
    private int made;

    /// <summary>Runs to the end, or to the first step that fails or is interrupted.</summary>
    /// <exception cref="IOException">Another process works in the same folder.</exception>
    internal PipelineResult Run()
    {
        using RunLock held = RunLock.Take(new RunDirectory(pipeline.Recipe.OutputDir));
        foreach ((int index, PipelineStep step) in pipeline.Steps.Index())
        {
            using RunLock? shared = step.Root == pipeline.Recipe.OutputDir ? null : RunLock.Take(new RunDirectory(step.Root));
            if (Do(step, $"step {index + 1}/{pipeline.Steps.Count} {step.Name}") is var code and not ExitCode.Success)
            {
                return new PipelineResult(code, made, records);
            }
        }

        Lineage.Write(pipeline, records);
        return new PipelineResult(ExitCode.Success, made, records);
    }

    /// <summary>What would happen to each step as things lie now; a step behind one that runs is taken to run too.</summary>
    internal IEnumerable<KeyValuePair<PipelineStep, StepState>> Preview()
    {
        var open = new HashSet<string>();
        foreach (PipelineStep step in pipeline.Steps)
        {
            string[] waiting = [.. step.Needs.Where(open.Contains)];
            StepState state = waiting.Length == 0 ? Judge(step, Begin(step)) : new StepState(StepProgress.Open, $"comes after {string.Join(", ", waiting)}");
            if (state.Progress == StepProgress.Done)
            {
                records[step.Name] = StepRecord.Read(step.RecordPath)!;
            }
            else
            {
                open.Add(step.Name);
            }

            yield return KeyValuePair.Create(step, state);
        }
    }

    private static StepState Judge(PipelineStep step, StepRecord asked) => StepState.Of(step, asked, StepRecord.Read(step.RecordPath));

    private int Do(PipelineStep step, string title)
    {
        StepRecord begun = Begin(step);
        StepState state = Judge(step, begun);
        progress.WriteLine($"{title} {state.Reason}");
        if (state.Progress == StepProgress.Done)
        {
            records[step.Name] = StepRecord.Read(step.RecordPath)!;
            return ExitCode.Success;
        }

        if (state.Progress == StepProgress.Open)
        {
            Clear(step);
        }

        begun.Write(step.RecordPath);
        int code = Invoke(step, out JsonObject? result);
        if (code == ExitCode.Success)
        {
            End(step, begun with { Finished = clock.GetUtcNow(), Result = result });
        }
        else
        {
            bool isAsked = code is ExitCode.Interrupted or ExitCode.Terminated;
            error.WriteLine($"{title} {(isAsked ? "was interrupted" : $"failed with exit code {code}")}. The same command goes on from here{(isAsked ? string.Empty : " once the cause is gone")}.");
        }

        return code;
    }

    private StepRecord Begin(PipelineStep step) => new()
    {
        Name = step.Name,
        Command = step.Command,
        Recipe = new StepCommand(pipeline.Verbs(), step).RecipeHash(),
        Needs = step.Needs.ToDictionary(name => name, name => records[name].Digest),
        Version = RunEnvironment.ProgramVersion,
        Started = clock.GetUtcNow(),
    };

    /// <summary>Empties the step's folder, and only one that a step made: what a user keeps there is never deleted.</summary>
    private static void Clear(PipelineStep step)
    {
        if (!Directory.Exists(step.Folder))
        {
            return;
        }

        if (!File.Exists(step.RecordPath))
        {
            throw new DataException($"{step.Folder} is there already, but no step made it: {step.RecordPath} is missing. Move it away, or choose another output_dir.");
        }

        Directory.Delete(step.Folder, recursive: true);
    }

    private int Invoke(PipelineStep step, out JsonObject? result)
    {
        Directory.CreateDirectory(step.Folder);
        using var output = new StringWriter();
        int code = new StepCommand(pipeline.Verbs(), step).Invoke(output, error);
        string text = output.ToString();
        AtomicFile.WriteText(step.LogPath, text);
        result = ResultOf(text);
        return code;
    }

    /// <summary>The last line, where it is a JSON object.</summary>
    private static JsonObject? ResultOf(string output)
    {
        try
        {
            return JsonNode.Parse(output.TrimEnd().Split('\n')[^1]) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void End(PipelineStep step, StepRecord record)
    {
        var makes = new OrderedDictionary<string, string>();
        foreach (string path in step.Makes)
        {
            makes[path] = PathHash.Of(Path.Combine(step.Folder, path)) ?? throw new RecipeException(
                pipeline.Source, [new Problem($"{step.Key}.makes", $"names '{path}', which step {step.Name} did not make in {step.Folder}. Mend the path, or let the step write there.")]);
        }

        StepRecord ended = record with { Makes = makes };
        ended.Write(step.RecordPath);
        records[step.Name] = ended;
        made++;
    }
}

/// <summary>How a pipeline ended.</summary>
/// <param name="ExitCode">0, or that of the step that failed or was interrupted.</param>
/// <param name="Made">Steps that were done this time.</param>
/// <param name="Records">The records of all steps that are done, by name.</param>
internal sealed record PipelineResult(int ExitCode, int Made, IReadOnlyDictionary<string, StepRecord> Records);
