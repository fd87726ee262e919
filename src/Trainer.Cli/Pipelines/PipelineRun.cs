using System.Text.Json.Nodes;
using Trainer.Training;

namespace Trainer.Cli.Pipelines;

/// <summary>Does a pipeline's steps one after the other, and of those only what is not done yet.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="streams">Where it says what it does.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class PipelineRun(Pipeline pipeline, StepStreams streams, TimeProvider clock)
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
        streams.Progress.WriteLine($"{title} {state.Reason}");
        if (state.Progress == StepProgress.Done)
        {
            records[step.Name] = StepRecord.Read(step.RecordPath)!;
            return ExitCode.Success;
        }

        var work = new StepWork(pipeline, step, streams);
        if (state.Progress == StepProgress.Open)
        {
            work.Clear();
        }

        begun.Write(step.RecordPath);
        int code = work.Run(out JsonObject? result);
        if (code == ExitCode.Success)
        {
            records[step.Name] = work.End(begun with { Finished = clock.GetUtcNow(), Result = result });
            made++;
        }
        else
        {
            streams.Error.WriteLine($"{title} {Failure(code)}");
        }

        return code;
    }

    private static string Failure(int code) => code is ExitCode.Interrupted or ExitCode.Terminated
        ? "was interrupted. The same command goes on from here."
        : $"failed with exit code {code}. The same command goes on from here once the cause is gone.";

    private StepRecord Begin(PipelineStep step) => new()
    {
        Name = step.Name,
        Command = step.Command,
        Recipe = new StepCommand(pipeline.Verbs(), step).RecipeHash(),
        Needs = step.Needs.ToDictionary(name => name, name => records[name].Digest),
        Version = RunEnvironment.ProgramVersion,
        Started = clock.GetUtcNow(),
    };
}

/// <summary>How a pipeline ended.</summary>
/// <param name="ExitCode">0, or that of the step that failed or was interrupted.</param>
/// <param name="Made">Steps that were done this time.</param>
/// <param name="Records">The records of all steps that are done, by name.</param>
internal sealed record PipelineResult(int ExitCode, int Made, IReadOnlyDictionary<string, StepRecord> Records);
