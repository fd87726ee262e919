using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Scenes;
using Trainer.Scenes.World;

namespace Trainer.Cli.Commands;

/// <summary>Draws the embedded world and writes it in the formats of the real datasets.</summary>
internal static class DataScenesCommand
{
    private static readonly Option<int> Images = new("--images")
    {
        Description = "Number of pictures; the last fifth is for evaluation.",
        DefaultValueFactory = _ => 1000,
    };

    private static readonly Option<double> AnnotatedShare = new("--annotated-share")
    {
        Description = "Hallucination of the annotated conversations, as a share of that of the written ones.",
        DefaultValueFactory = _ => 0.15,
    };

    private static readonly Option<int> ImageSize = new("--image-size")
    {
        Description = "Width and height of the pictures in pixels, from 4; fewer than 64 show less of the same scenes.",
        DefaultValueFactory = _ => SceneSampler.ImageSize,
    };

    internal static Command Create()
    {
        Command command = new("scenes", "Draw the embedded world: pictures of emoji, with the annotation files of the real datasets.")
        {
            CommonOptions.Out,
            Images,
            AnnotatedShare,
            ImageSize,
            CommonOptions.Seed,
        };
        command.SetAction(Write);
        return command;
    }

    private static void Write(ParseResult result) => Write(
        new ScenesOptions
        {
            Directory = result.GetRequiredValue(CommonOptions.Out),
            Images = result.GetRequiredValue(Images),
            Seed = result.GetRequiredValue(CommonOptions.Seed),
            AnnotatedShare = result.GetRequiredValue(AnnotatedShare),
            ImageSize = result.GetRequiredValue(ImageSize),
        },
        result);

    /// <summary>Draws the world and prints what is in it.</summary>
    internal static void Write(ScenesOptions options, ParseResult result)
    {
        Require(options);
        ScenesStatistics statistics = ScenesDataset.Write(options);
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(CommandLine.JsonOption))
        {
            output.WriteLine(ToJson(options, statistics).ToJsonString());
        }
        else
        {
            Print(options, statistics, output);
        }
    }

    private static void Require(ScenesOptions options)
    {
        if (File.Exists(options.Directory))
        {
            throw new UsageException($"--out must be a folder, but {options.Directory} is a file.");
        }

        if (options.Images < 2)
        {
            throw new UsageException($"--images must be at least 2, one to train on and one to evaluate on, but is {options.Images}.");
        }

        if (options.ImageSize is < 4 or > SceneSampler.ImageSize)
        {
            throw new UsageException($"--image-size must be from 4 to {SceneSampler.ImageSize}, but is {options.ImageSize}.");
        }

        if (options.AnnotatedShare is not (>= 0 and <= 1))
        {
            throw new UsageException($"--annotated-share must be between 0 and 1, but is {options.AnnotatedShare}.");
        }
    }

    private static void Print(ScenesOptions options, ScenesStatistics statistics, TextWriter output)
    {
        output.WriteLine($"{options.Directory}: {statistics.TrainImages} pictures to train on, {statistics.ValidationImages} to evaluate on");
        output.WriteLine($"  objects a picture                              {statistics.ObjectsPerImage:F2}");
        output.WriteLine($"  pictures with the leading object's companion   {statistics.CompanionPresent:P1}");
        output.WriteLine($"  written descriptions with an absent object     {statistics.HallucinatedDescriptions:P1}");
        output.WriteLine($"  annotated descriptions with an absent object   {statistics.AnnotatedHallucinations:P1}");
        output.WriteLine($"  written answers 'yes' about absent objects     {statistics.WrongYes:P1}");
        output.WriteLine("  usual companion                pictures   hold both   text names both");
        foreach (CompanionPrior prior in statistics.Priors)
        {
            output.WriteLine($"    {prior.Category + " → " + prior.Companion,-28} {prior.Pictures,8} {prior.Present,11:P0} {prior.Mentioned,17:P0}");
        }
    }

    private static JsonObject ToJson(ScenesOptions options, ScenesStatistics statistics) => new()
    {
        ["data"] = options.Directory,
        ["train_images"] = statistics.TrainImages,
        ["validation_images"] = statistics.ValidationImages,
        ["objects_per_image"] = statistics.ObjectsPerImage,
        ["companion_present"] = statistics.CompanionPresent,
        ["hallucinated_descriptions"] = statistics.HallucinatedDescriptions,
        ["annotated_hallucinations"] = statistics.AnnotatedHallucinations,
        ["wrong_yes"] = statistics.WrongYes,
        ["companions"] = new JsonArray([.. statistics.Priors.Select(ToJson)]),
    };

    private static JsonNode ToJson(CompanionPrior prior) => new JsonObject
    {
        ["category"] = prior.Category,
        ["companion"] = prior.Companion,
        ["pictures"] = prior.Pictures,
        ["present"] = prior.Present,
        ["mentioned"] = prior.Mentioned,
    };
}
