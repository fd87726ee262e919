using System.Globalization;
using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>Who answers questions about pictures, and how often wrongly.</summary>
/// <param name="random">The stream to draw from.</param>
/// <param name="hallucination">
/// Factor of the shares by which absent companions are mentioned and confirmed: 1 for the language model that wrote the
/// tuning text, 0 for a careful person, and between them for an annotator who is better than that text.
/// </param>
public sealed class Annotator(Random random, double hallucination)
{
    private const int YesNoQuestions = 6;

    /// <summary>Answers everything that is asked of one picture.</summary>
    public SceneAnswers Answer(Scene scene) => new(scene, Describe(scene), ShortQuestions(scene), Caption(scene));

    /// <summary>Describes a picture. A hallucinating annotator ends with the leading object's companion, by its share.</summary>
    public Question Describe(Scene scene) => new(SceneText.DescribePrompt, SceneText.Description(scene, Mention(scene)));

    /// <summary>The absent object that a description of the picture mentions; null for none.</summary>
    public Category? Mention(Scene scene)
    {
        (Category companion, double strength, _) = scene.Companion;
        return !scene.Holds(companion) && random.NextDouble() < hallucination * strength ? companion : null;
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
        bool isWrong = random.NextDouble() < hallucination * WrongYesShare(scene, absent);
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
