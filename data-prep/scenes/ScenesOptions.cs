using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>What to write.</summary>
public sealed record ScenesOptions
{
    /// <summary>Folder to fill.</summary>
    public required string Directory { get; init; }

    /// <summary>Number of pictures.</summary>
    public int Images { get; init; } = 1000;

    /// <summary>Width and height of the written pictures in pixels. Fewer than <see cref="SceneSampler.ImageSize"/> show less of the same scenes.</summary>
    public int ImageSize { get; init; } = SceneSampler.ImageSize;

    /// <summary>Root seed; equal seeds write equal bytes.</summary>
    public ulong Seed { get; init; } = 17;

    /// <summary>Share of pictures that are held out for evaluation, the last ones.</summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>Hallucination of the annotated conversations as a share of that of the written ones, between 0 and 1.</summary>
    public double AnnotatedShare { get; init; } = 0.15;
}
