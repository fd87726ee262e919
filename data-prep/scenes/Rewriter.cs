using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>
/// Puts errors into descriptions and answers, as the text models behind BPO do (arXiv:2403.08730): what a language model must
/// have learnt before it can be asked to do so.
/// </summary>
/// <param name="random">The stream to draw from.</param>
/// <param name="annotator">Who gives the answers that are altered.</param>
public sealed class Rewriter(Random random, Annotator annotator)
{
    /// <summary>Share of requests that alter a description without its question.</summary>
    private const double DescriptionShare = 0.6;

    /// <summary>Share of altered descriptions in which two details are wrong.</summary>
    private const double SecondErrorShare = 0.3;

    /// <summary>Short answers by what they answer: an altered one is another of the same kind.</summary>
    private static readonly string[][] Kinds =
    [
        ["Yes", "No"], [.. SceneObject.Places], [.. SceneWorld.Backgrounds.Select(background => background.Name)], ["1", "2", "3", "4"],
    ];

    /// <summary>One request about one picture, with its altered answer.</summary>
    public Conversation Rewrite(Scene scene) =>
        new($"{scene.Id}-rewrite", null, [random.NextDouble() < DescriptionShare ? Description(scene) : Answer(scene)]);

    private Question Description(Scene scene)
    {
        var told = new Telling(scene, annotator.Mention(scene));
        return new Question(SceneText.RewriteDescription(told.Text), Altered(told).Text);
    }

    private Question Answer(Scene scene)
    {
        IReadOnlyList<Question> asked = annotator.ShortQuestions(scene);
        int choice = random.Next(asked.Count + 1);
        if (choice < asked.Count)
        {
            return new Question(SceneText.RewriteAnswer(asked[choice]), Other(asked[choice].Answer));
        }

        var told = new Telling(scene, annotator.Mention(scene));
        return new Question(SceneText.RewriteAnswer(new Question(SceneText.DescribePrompt, told.Text)), Altered(told).Text);
    }

    private Telling Altered(Telling told)
    {
        var alteration = new Alteration(random);
        Telling once = alteration.Apply(told);
        Telling twice = random.NextDouble() < SecondErrorShare ? alteration.Apply(once) : once;
        return twice.Text == told.Text ? once : twice;
    }

    private string Other(string answer)
    {
        string[] others = [.. Kinds.Single(kind => kind.Contains(answer)).Where(other => other != answer)];
        return others[random.Next(others.Length)];
    }
}
