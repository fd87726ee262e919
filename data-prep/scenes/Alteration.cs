using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>A picture as a description tells it.</summary>
/// <param name="Scene">What it tells with places and colour.</param>
/// <param name="Mentioned">What it mentions in the end, if anything.</param>
public sealed record Telling(Scene Scene, Category? Mentioned)
{
    /// <summary>The description.</summary>
    public string Text => SceneText.Description(Scene, Mentioned);

    /// <summary>Whether it speaks of a category at all.</summary>
    public bool Names(Category category) => category == Mentioned || Scene.Holds(category);
}

/// <summary>Makes one detail of a description wrong, mostly by the prior: a usual companion is added where it fits.</summary>
/// <param name="random">The stream to draw from.</param>
public sealed class Alteration(Random random)
{
    /// <summary>Share of alterations that add a companion, where one is missing and none is mentioned yet.</summary>
    private const double CompanionShare = 0.7;

    /// <summary>The description with another detail.</summary>
    public Telling Apply(Telling told)
    {
        Category[] missing = [.. told.Scene.Objects.Select(item => SceneWorld.Companions[item.Category.Name].Category).Where(companion => !told.Names(companion))];
        bool addsCompanion = missing.Length > 0 && told.Mentioned is null && random.NextDouble() < CompanionShare;
        return addsCompanion ? told with { Mentioned = Pick(missing) } : told with { Scene = Changed(told) };
    }

    /// <summary>The picture with one object exchanged for another one of its context: nothing but the picture tells which is true.</summary>
    public Scene Exchange(Scene scene) => OtherObject(new Telling(scene, null));

    private Scene Changed(Telling told) => random.Next(3) switch
    {
        0 => OtherObject(told),
        1 => OtherPlace(told.Scene),
        _ => OtherBackground(told.Scene),
    };

    /// <summary>One object becomes another one of the picture's context.</summary>
    private Scene OtherObject(Telling told)
    {
        // A picture has at most four objects and its description one more, so a context may have none left to name.
        Category[] absent = [.. told.Scene.Context.Categories.Where(category => !told.Names(category))];
        return absent.Length == 0 ? OtherBackground(told.Scene) : WithOther(told.Scene, item => item with { Category = Pick(absent) });
    }

    /// <summary>One object moves to a free quarter, and keeps its place in the order of sentences.</summary>
    private Scene OtherPlace(Scene scene)
    {
        int[] free = [.. Enumerable.Range(0, SceneObject.Places.Count).Except(scene.Objects.Select(item => item.Cell))];
        return free.Length == 0 ? OtherBackground(scene) : WithOther(scene, item => item with { Cell = Pick(free) });
    }

    private Scene OtherBackground(Scene scene)
    {
        int step = 1 + random.Next(SceneWorld.Backgrounds.Count - 1);
        return scene with { Background = (scene.Background + step) % SceneWorld.Backgrounds.Count };
    }

    private Scene WithOther(Scene scene, Func<SceneObject, SceneObject> change)
    {
        int chosen = random.Next(scene.Objects.Count);
        return scene with { Objects = [.. scene.Objects.Select((item, i) => i == chosen ? change(item) : item)] };
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
