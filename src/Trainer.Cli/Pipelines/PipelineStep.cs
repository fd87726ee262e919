namespace Trainer.Cli.Pipelines;

/// <summary>One step, with everything filled in.</summary>
internal sealed record PipelineStep
{
    /// <summary>Its name, unlike every other's.</summary>
    internal required string Name { get; init; }

    /// <summary>The name in the recipe, which several steps have in common where it says <c>for_each</c>.</summary>
    internal required string Group { get; init; }

    /// <summary>What it changes among the steps of its group; null where they differ by <c>for_each</c> alone.</summary>
    internal StepSetting? Setting { get; init; }

    /// <summary>Where the recipe says it, such as <c>steps[2]</c>.</summary>
    internal required string Key { get; init; }

    /// <summary>The command line.</summary>
    internal required IReadOnlyList<string> Words { get; init; }

    /// <summary>Names of the steps whose results it reads; they stand above.</summary>
    internal required IReadOnlyList<string> Needs { get; init; }

    /// <summary>What it makes, from its own folder.</summary>
    internal required IReadOnlyList<string> Makes { get; init; }

    /// <summary>The folder that it belongs to: the pipeline's, or that of shared steps.</summary>
    internal required string Root { get; init; }

    /// <summary>The folder of its own.</summary>
    internal string Folder => System.IO.Path.Combine(Root, Name);

    /// <summary>What was recorded of it.</summary>
    internal string RecordPath => System.IO.Path.Combine(Root, StepRecord.FolderName, $"{Name}.json");

    /// <summary>What it printed.</summary>
    internal string LogPath => System.IO.Path.ChangeExtension(RecordPath, ".log");

    /// <summary>The command line as text.</summary>
    internal string Command => CommandWords.Join(Words);
}
