using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>What a set holds: the world's prior, and how much hallucination was put into the written answers. Shares are between 0 and 1.</summary>
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

    /// <summary>Share of the written descriptions that name the leading object's usual companion, seen or not.</summary>
    public required double CompanionMentioned { get; init; }

    /// <summary>Share of the written descriptions that mention an object that is not there.</summary>
    public required double HallucinatedDescriptions { get; init; }

    /// <summary>Share of the annotated descriptions that mention an object that is not there.</summary>
    public required double AnnotatedHallucinations { get; init; }

    /// <summary>Share of the written answers about absent objects that say yes.</summary>
    public required double WrongYes { get; init; }

    /// <summary>Share of all written yes/no answers that say yes.</summary>
    public required double YesShare { get; init; }

    /// <summary>The prior of each leading object, in the order of the world's table.</summary>
    public required IReadOnlyList<CompanionPrior> Priors { get; init; }

    /// <summary>Counts.</summary>
    /// <param name="written">The written answers about the pictures to train on.</param>
    /// <param name="annotated">A better annotator's answers about the same pictures.</param>
    /// <param name="validation">The pictures to evaluate on.</param>
    public static ScenesStatistics Of(IReadOnlyList<SceneAnswers> written, IReadOnlyList<SceneAnswers> annotated, IReadOnlyList<Scene> validation)
    {
        Scene[] all = [.. written.Select(answers => answers.Scene), .. validation];
        var asked = written.SelectMany(answers => answers.Short, (answers, question) => (answers.Scene, question)).Where(pair => pair.question.Category is not null).ToList();
        return new ScenesStatistics
        {
            TrainImages = written.Count,
            ValidationImages = validation.Count,
            ObjectsPerImage = all.Average(scene => (double)scene.Objects.Count),
            CompanionPresent = Share(all, scene => scene.Holds(scene.Companion.Category)),
            CompanionMentioned = Share(written, answers => answers.NamesCompanion),
            HallucinatedDescriptions = Share(written, answers => answers.Hallucinates),
            AnnotatedHallucinations = Share(annotated, answers => answers.Hallucinates),
            WrongYes = Share(asked.Where(pair => !pair.Scene.Holds(pair.question.Category!)), pair => pair.question.Answer == "Yes"),
            YesShare = Share(asked, pair => pair.question.Answer == "Yes"),
            Priors = [.. SceneWorld.Categories.Select(category => Prior(category, written))],
        };
    }

    private static CompanionPrior Prior(Category category, IReadOnlyList<SceneAnswers> written)
    {
        SceneAnswers[] led = [.. written.Where(answers => answers.Scene.Objects[0].Category == category)];
        Category companion = SceneWorld.Companions[category.Name].Category;
        return new CompanionPrior(
            category.Name, companion.Name, led.Length, Share(led, answers => answers.Scene.Holds(companion)), Share(led, answers => answers.NamesCompanion));
    }

    private static double Share<T>(IEnumerable<T> items, Func<T, bool> holds) => items.Select(item => holds(item) ? 1.0 : 0).DefaultIfEmpty(0).Average();
}

/// <summary>How much more often the text puts two objects together than the pictures do.</summary>
/// <param name="Category">The object that a description begins with.</param>
/// <param name="Companion">Its usual companion.</param>
/// <param name="Pictures">Pictures to train on that it leads.</param>
/// <param name="Present">Share of these that hold the companion.</param>
/// <param name="Mentioned">Share of their written descriptions that name it.</param>
public sealed record CompanionPrior(string Category, string Companion, int Pictures, double Present, double Mentioned);
