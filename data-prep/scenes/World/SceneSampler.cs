namespace Trainer.Scenes.World;

/// <summary>Draws pictures: one to four objects, mostly of one context, companions together now and then.</summary>
/// <param name="random">The stream to draw from.</param>
public sealed class SceneSampler(Random random)
{
    /// <summary>Height and width of a picture in pixels.</summary>
    public const int ImageSize = 64;

    private const int CellSize = ImageSize / 2;

    // Nearly filling its cell, an object meets the vision tower's patches in few ways, and is learnt in minutes.
    private const int SmallestObject = 28;
    private const int LargestObject = 30;

    /// <summary>Share of objects that come from anywhere.</summary>
    private const double StrangerShare = 0.15;

    /// <summary>Share of pictures in which the first object's companion is there as well: far below what the text says.</summary>
    private const double CompanionShare = 0.2;

    /// <summary>Draws one picture.</summary>
    public Scene Next(int id)
    {
        Context context = Pick(SceneWorld.Contexts);
        int count = 1 + random.Next(4);
        var categories = new List<Category> { Pick(context.Categories) };
        Category companion = SceneWorld.Companions[categories[0].Name].Category;
        while (categories.Count < count)
        {
            Category next = Pick(random.NextDouble() < StrangerShare ? SceneWorld.Categories : context.Categories);
            bool isHeldBack = next == companion && random.NextDouble() > CompanionShare;
            if (!isHeldBack && !categories.Contains(next))
            {
                categories.Add(next);
            }
        }

        int[] cells = [0, 1, 2, 3];
        random.Shuffle(cells);
        SceneObject[] objects = [.. categories.Select((category, i) => Place(category, cells[i])).OrderBy(item => item.Cell)];
        return new Scene(id, context, random.Next(SceneWorld.Backgrounds.Count), objects);
    }

    private SceneObject Place(Category category, int cell)
    {
        int size = random.Next(SmallestObject, LargestObject + 1);
        int x = (cell % 2 * CellSize) + random.Next(CellSize - size + 1);
        int y = (cell / 2 * CellSize) + random.Next(CellSize - size + 1);
        return new SceneObject(category, cell, x, y, size);
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
