namespace Trainer.Cli.Pipelines;

/// <summary>Whether a step must be done, and from where.</summary>
internal enum StepProgress
{
    /// <summary>Nothing to do.</summary>
    Done,

    /// <summary>It was begun with the same command line and the same needs, so that it may go on from what lies there.</summary>
    Begun,

    /// <summary>It begins with an empty folder.</summary>
    Open,
}

/// <summary>What is known of a step before it runs.</summary>
/// <param name="Progress">Whether it must be done.</param>
/// <param name="Reason">Why, as the end of a sentence that begins with the step's name.</param>
internal sealed record StepState(StepProgress Progress, string Reason)
{
    /// <summary>Compares what is asked for with what was recorded, and that with what lies there.</summary>
    /// <param name="step">The step.</param>
    /// <param name="asked">The record that it would begin with now.</param>
    /// <param name="recorded">The record of last time; null where there is none.</param>
    internal static StepState Of(PipelineStep step, StepRecord asked, StepRecord? recorded)
    {
        if (recorded is null)
        {
            return new StepState(StepProgress.Open, "is not done yet");
        }

        string[] changes = [.. Changes(asked, recorded)];
        return changes.Length > 0 ? Again(changes)
            : recorded.Finished is null ? new StepState(StepProgress.Begun, "was interrupted and goes on")
            : Missing(step, recorded) is { Length: > 0 } missing ? Again(missing)
            : new StepState(StepProgress.Done, "is done already");
    }

    private static StepState Again(string[] reasons) => new(StepProgress.Open, $"is done again: {string.Join(", ", reasons)}");

    private static IEnumerable<string> Changes(StepRecord asked, StepRecord recorded) =>
    [
        .. asked.Command == recorded.Command ? Array.Empty<string>() : [$"its command line was '{recorded.Command}'"],
        .. asked.Command != recorded.Command || asked.Recipe == recorded.Recipe ? Array.Empty<string>() : ["its recipe has changed"],
        .. asked.Needs.Where(need => recorded.Needs.GetValueOrDefault(need.Key) != need.Value).Select(need => $"'{need.Key}' has changed"),
        .. recorded.Needs.Keys.Where(name => !asked.Needs.ContainsKey(name)).Select(name => $"'{name}' is no longer needed"),
    ];

    private static string[] Missing(PipelineStep step, StepRecord recorded) =>
        [.. step.Makes.Where(path => PathHash.Of(Path.Combine(step.Folder, path)) is var hash && (hash is null || hash != recorded.Makes.GetValueOrDefault(path)))
            .Select(path => $"{path} is not what it made")];
}
