using System.CommandLine;
using System.Globalization;
using Trainer.Preparation.Common;
using Trainer.Scenes;
using Trainer.Scenes.World;

namespace Trainer.Cli.Commands;

/// <summary>The embedded world as one more dataset: it reads nothing and draws everything.</summary>
internal sealed class ScenesSource : ISource
{
    private const string Images = "images";
    private const string ImageSize = "image-size";
    private const string AnnotatedPercent = "annotated-percent";
    private const string Seed = "seed";

    public string Name => "scenes";

    public string Summary => "The embedded world: pictures of emoji with the annotation files of the real datasets, as 'data scenes' draws it; needs no --in.";

    public IReadOnlyList<SourceOption> Options { get; } =
    [
        SourceOption.Number(Images, "Pictures, of which the last fifth is for evaluation.", 1000, 2, 1_000_000),
        SourceOption.Number(ImageSize, "Width and height in pixels.", SceneSampler.ImageSize, 4, SceneSampler.ImageSize),
        SourceOption.Number(AnnotatedPercent, "Hallucination of the annotated conversations in percent of that of the written ones.", 15, 0, 100),
        SourceOption.Number(Seed, "Root of all draws.", 17, 0, int.MaxValue),
    ];

    /// <summary>Draws the world and prints what is in it.</summary>
    internal static void Write(string folder, SourceChoices choices, ParseResult result) => DataScenesCommand.Write(
        new ScenesOptions
        {
            Directory = folder,
            Images = choices.Number(Images),
            ImageSize = choices.Number(ImageSize),
            AnnotatedShare = choices.Number(AnnotatedPercent) / 100.0,
            Seed = ulong.Parse(choices[Seed], CultureInfo.InvariantCulture),
        },
        result);
}
