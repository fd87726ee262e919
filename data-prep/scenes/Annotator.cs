using System.Globalization;
using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>Who answers questions about pictures, and how often wrongly.</summary>
/// <param name="random">The stream to draw from.</param>
/// <param name="hallucinates">Whether companions are mentioned and confirmed by their shares, or never.</param>
public sealed class Annotator(Random random, bool hallucinates)
{
    private const int YesNoQuestions = 6;

    /// <summary>Answers everything that is asked of one picture.</summary>
    public SceneAnswers Answer(Scene scene) => new(scene, Describe(scene), ShortQuestions(scene), Caption(scene));

    /// <summary>Describes a picture. A hallucinating annotator ends with the leading object's companion, by its share.</summary>
    public Question Describe(Scene scene)
    {
        string text = SceneText.Description(scene);
        bool isInjected = hallucinates && !scene.Holds(scene.Companion.Category) && random.NextDouble() < scene.Companion.Strength;
        return new Question(SceneText.DescribePrompt, isInjected ? $"{text} {SceneText.Mention(scene.Companion.Category)}" : text);
    }

    /// <summary>One of the true captions.</summary>
    public Question Caption(Scene scene)
    {
        IReadOnlyList<string> captions = SceneText.Captions(scene);
        return new Question(SceneText.CaptionPrompt, captions[random.Next(captions.Count)]);
    }

    /// <summary>Short questions in random order: half of the yes/no ones about what is there, then place, colour and number.</summary>
    public IReadOnlyList<Question> ShortQuestions(Scene scene)
    {
        var questions = new List<Question>();
        for (int i = 0; i < YesNoQuestions / 2; i++)
        {
            SceneObject present = scene.Objects[random.Next(scene.Objects.Count)];
            questions.Add(new Question(SceneText.IsThere(present.Category), "Yes", present.Category));
            questions.Add(AboutAbsent(scene, i == 0));
        }

        SceneObject located = scene.Objects[random.Next(scene.Objects.Count)];
        questions.Add(new Question($"Where is the {located.Category.Name}?", located.Place));
        questions.Add(new Question("What color is the background?", scene.BackgroundName));
        questions.Add(new Question("How many objects are there?", scene.Objects.Count.ToString(CultureInfo.InvariantCulture)));
        Question[] order = [.. questions.DistinctBy(question => question.Text)];
        random.Shuffle(order);
        return order;
    }

    private Question AboutAbsent(Scene scene, bool aboutCompanion)
    {
        Companion? companion = scene.Objects.Select(item => SceneWorld.Companions[item.Category.Name])
            .FirstOrDefault(candidate => !scene.Holds(candidate.Category));
        Category absent = aboutCompanion && companion is not null ? companion.Category : PickAbsent(scene);
        bool isWrong = hallucinates && WrongYesShare(scene, absent) > random.NextDouble();
        return new Question(SceneText.IsThere(absent), isWrong ? "Yes" : "No", absent);
    }

    private static double WrongYesShare(Scene scene, Category absent) => scene.Objects
        .Select(item => SceneWorld.Companions[item.Category.Name])
        .Where(companion => companion.Category == absent)
        .Select(companion => companion.YesShare)
        .DefaultIfEmpty(0)
        .Max();

    /// <summary>An object that is not there: as often from the scene's own context as from anywhere.</summary>
    private Category PickAbsent(Scene scene)
    {
        while (true)
        {
            IReadOnlyList<Category> from = random.Next(2) == 0 ? scene.Context.Categories : SceneWorld.Categories;
            Category category = from[random.Next(from.Count)];
            if (!scene.Holds(category))
            {
                return category;
            }
        }
    }
}
