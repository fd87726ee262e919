using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Data;
using Trainer.Modeling.Weights;
using Trainer.Recipes;

namespace Trainer.Cli.Pipelines;

/// <summary>Does one step and writes what it did beside it.</summary>
/// <param name="pipeline">The pipeline that it belongs to.</param>
/// <param name="step">The step.</param>
/// <param name="streams">Where it says what it does.</param>
internal sealed class StepWork(Pipeline pipeline, PipelineStep step, StepStreams streams)
{
    /// <summary>Empties the step's folder, and only one that a step made: what a user keeps there is never deleted.</summary>
    /// <exception cref="DataException">No step made it.</exception>
    internal void Clear()
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

    /// <summary>Runs the command line, and keeps what it prints.</summary>
    /// <param name="result">The JSON object of its last line; null where that is none.</param>
    /// <returns>The exit code.</returns>
    internal int Run(out JsonObject? result)
    {
        Directory.CreateDirectory(step.Folder);
        using var output = new StringWriter();
        int code = new StepCommand(pipeline.Verbs(), step).Invoke(output, streams);
        string text = output.ToString();
        AtomicFile.WriteText(step.LogPath, text);
        result = ResultOf(text);
        return code;
    }

    /// <summary>Records that the step has ended well.</summary>
    /// <exception cref="RecipeException">Something that it should have made is not there.</exception>
    internal StepRecord End(StepRecord record)
    {
        var makes = new OrderedDictionary<string, string>();
        foreach (string path in step.Makes)
        {
            makes[path] = PathHash.Of(Path.Combine(step.Folder, path)) ?? throw new RecipeException(
                pipeline.Source, [new Problem($"{step.Key}.makes", $"names '{path}', which step {step.Name} did not make in {step.Folder}. Mend the path, or let the step write there.")]);
        }

        StepRecord ended = record with { Makes = makes };
        ended.Write(step.RecordPath);
        return ended;
    }

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
}
