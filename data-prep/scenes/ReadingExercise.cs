using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>
/// Asks of text alone whether a claim is borne out by a caption: what a large language model can do before it sees its first picture, and a
/// small one must be taught before it can make use of captions in its prompt.
/// </summary>
/// <param name="random">The stream to draw from.</param>
public sealed class ReadingExercise(Random random)
{
    private const int ClaimsPerScene = 4;

    /// <summary>Share of false claims that name something of the same context, so that its words alone give nothing away.</summary>
    private const double SameContextShare = 0.7;

    /// <summary>A conversation of one turn for each claim; half of the claims are false.</summary>
    public IEnumerable<Conversation> Ask(Scene scene) =>
        Enumerable.Range(1, ClaimsPerScene).Select(number => new Conversation($"{scene.Id}-reading-{number}", null, [Claim(scene)]));

    private Question Claim(Scene scene)
    {
        IReadOnlyList<string> captions = SceneText.Captions(scene);
        bool isTrue = random.Next(2) == 0;
        Scene claimed = isTrue ? SomeOf(scene) : WithStranger(SomeOf(scene), scene);
        return new Question(SceneText.ReadCaption(SceneText.Description(claimed), captions[random.Next(captions.Count)]), isTrue ? "Yes" : "No");
    }

    /// <summary>At least one of the objects, in any order and anywhere: a caption doesn't say where they are.</summary>
    private Scene SomeOf(Scene scene)
    {
        SceneObject[] objects = [.. scene.Objects];
        int[] cells = [0, 1, 2, 3];
        random.Shuffle(objects);
        random.Shuffle(cells);
        return scene with { Objects = [.. objects.Take(1 + random.Next(objects.Length)).Select((item, i) => item with { Cell = cells[i] })] };
    }

    private Scene WithStranger(Scene claimed, Scene truth)
    {
        IReadOnlyList<Category> pool = random.NextDouble() < SameContextShare ? truth.Context.Categories : SceneWorld.Categories;
        Category[] absent = [.. pool.Where(category => !truth.Holds(category))];
        Category stranger = absent[random.Next(absent.Length)];
        int chosen = random.Next(claimed.Objects.Count);
        return claimed with { Objects = [.. claimed.Objects.Select((item, i) => i == chosen ? item with { Category = stranger } : item)] };
    }
}
