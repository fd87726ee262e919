namespace Trainer.Cli.Quickstart;

/// <summary>Sizes of the quick start.</summary>
internal sealed record QuickstartOptions
{
    internal const int UsualImages = 2000;
    internal const int UsualQuestions = 300;

    /// <summary>Folder of everything that it makes.</summary>
    internal required string Directory { get; init; }

    /// <summary>The model to begin from.</summary>
    internal required string Base { get; init; }

    /// <summary>The pipeline's recipe.</summary>
    internal string Recipe { get; init; } = "tiny/bpo-pipeline";

    /// <summary>Changes to the recipe, as on the command line.</summary>
    internal IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Pictures to draw; the last fifth is for evaluation.</summary>
    internal int Images { get; init; } = UsualImages;

    /// <summary>Most questions of each POPE split, and most pictures of CHAIR.</summary>
    internal int Questions { get; init; } = UsualQuestions;

    /// <summary>Pictures in the report.</summary>
    internal int Shown { get; init; } = 12;

    /// <summary>A file or folder below that of everything.</summary>
    internal string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Directory, .. parts]);
}
