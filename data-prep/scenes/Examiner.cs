using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>Asks questions with four choices: one about the place, as A-OKVQA does, and one about what is there.</summary>
/// <param name="random">The stream to draw from.</param>
public sealed class Examiner(Random random)
{
    private const int Choices = 4;

    /// <summary>The questions about one picture.</summary>
    public IReadOnlyList<ChoiceQuestion> Ask(Scene scene) => [AboutPlace(scene), AboutObject(scene)];

    private ChoiceQuestion AboutPlace(Scene scene)
    {
        string[] others = [.. SceneWorld.Contexts.Select(context => context.Name).Where(name => name != scene.Context.Name)];
        random.Shuffle(others);
        return Shuffled(SceneText.PlaceQuestion, scene.Context.Name, others);
    }

    /// <summary>Wrong choices are first the usual companions of what is there, then others of the same context.</summary>
    private ChoiceQuestion AboutObject(Scene scene)
    {
        Category right = scene.Objects[random.Next(scene.Objects.Count)].Category;
        Category[] others = [.. scene.Context.Categories];
        Category[] anywhere = [.. SceneWorld.Categories];
        random.Shuffle(others);
        random.Shuffle(anywhere);
        IEnumerable<Category> wrong = scene.Objects.Select(item => SceneWorld.Companions[item.Category.Name].Category)
            .Concat(others).Concat(anywhere).Distinct().Where(category => !scene.Holds(category));
        return Shuffled(SceneText.ObjectQuestion, right.Name, wrong.Select(category => category.Name));
    }

    private ChoiceQuestion Shuffled(string text, string right, IEnumerable<string> wrong)
    {
        string[] choices = [right, .. wrong.Take(Choices - 1)];
        random.Shuffle(choices);
        return new ChoiceQuestion(text, choices, Array.IndexOf(choices, right));
    }
}
