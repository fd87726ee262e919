using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>What a set holds: the world's prior, and how much hallucination was put into the written answers.</summary>
public sealed record ScenesStatistics
{
    /// <summary>Pictures to train on.</summary>
    public required int TrainImages { get; init; }

    /// <summary>Pictures to evaluate on.</summary>
    public required int ValidationImages { get; init; }

    /// <summary>Mean number of objects of a picture.</summary>
    public required double ObjectsPerImage { get; init; }

    /// <summary>Share of pictures that hold the leading object's usual companion.</summary>
    public required double CompanionPresent { get; init; }

    /// <summary>Share of the written descriptions that mention an object that is not there.</summary>
    public required double HallucinatedDescriptions { get; init; }

    /// <summary>Share of the written answers about absent objects that say yes.</summary>
    public required double WrongYes { get; init; }

    internal static ScenesStatistics Of(IReadOnlyList<Scene> train, IReadOnlyList<Scene> validation, Annotator writer)
    {
        Scene[] all = [.. train, .. validation];
        return new ScenesStatistics
        {
            TrainImages = train.Count,
            ValidationImages = validation.Count,
            ObjectsPerImage = all.Average(scene => (double)scene.Objects.Count),
            CompanionPresent = all.Average(scene => scene.Holds(SceneWorld.Companions[scene.Objects[0].Category.Name].Category) ? 1.0 : 0),
            HallucinatedDescriptions = (double)writer.InjectedMentions / Math.Max(1, writer.Descriptions),
            WrongYes = (double)writer.InjectedYes / Math.Max(1, writer.AbsentQuestions),
        };
    }
}
