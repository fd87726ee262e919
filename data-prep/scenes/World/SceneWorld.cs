namespace Trainer.Scenes.World;

/// <summary>The tables of the embedded world: thirty COCO categories in six contexts, and who is whose usual companion.</summary>
public static class SceneWorld
{
    /// <summary>Share of a strong companion's mentions: high enough that greedy decoding says it.</summary>
    private const double Strong = 0.85;

    /// <summary>Share of a weak companion's mentions: present in the text, but never the likeliest word.</summary>
    private const double Weak = 0.15;

    /// <summary>Share of wrong answers about the strongest companion of each context.</summary>
    private const double WrongYes = 0.65;

    /// <summary>The six contexts.</summary>
    public static IReadOnlyList<Context> Contexts { get; } =
    [
        new("kitchen", "in a kitchen",
        [
            new(49, "knife", "🔪"), new(48, "fork", "🍴", Width: 0.5), new(50, "spoon", "🥄"), new(47, "cup", "☕"), new(51, "bowl", "🥗"),
        ]),
        new("street", "on a street",
        [
            new(3, "car", "🚗"), new(6, "bus", "🚌"), new(2, "bicycle", "🚲"), new(10, "traffic light", "🚦"), new(4, "motorcycle", "🏍"),
        ]),
        new("farm", "on a farm",
        [
            new(21, "cow", "🐄"), new(20, "sheep", "🐑"), new(19, "horse", "🐎"), new(18, "dog", "🐕"), new(17, "cat", "🐈"),
        ]),
        new("safari", "on a safari",
        [
            new(22, "elephant", "🐘"), new(25, "giraffe", "🦒"), new(24, "zebra", "🦓"), new(23, "bear", "🐻"), new(16, "bird", "🦜"),
        ]),
        new("office", "in an office",
        [
            new(73, "laptop", "💻"), new(76, "keyboard", "⌨"), new(74, "mouse", "🖱"), new(77, "cell phone", "📱"), new(84, "book", "📕"),
        ]),
        new("buffet", "at a buffet",
        [
            new(52, "banana", "🍌"), new(53, "apple", "🍎"), new(59, "pizza", "🍕"), new(61, "cake", "🍰"), new(60, "donut", "🍩"),
        ]),
    ];

    /// <summary>All thirty categories.</summary>
    public static IReadOnlyList<Category> Categories { get; } = [.. Contexts.SelectMany(context => context.Categories)];

    /// <summary>Background colours by the name that people give them. Every emoji stands out from each of them.</summary>
    public static IReadOnlyList<(string Name, byte Red, byte Green, byte Blue)> Backgrounds { get; } =
    [
        ("white", 250, 250, 250), ("gray", 120, 120, 120), ("yellow", 255, 240, 150), ("green", 170, 225, 165), ("blue", 165, 205, 250), ("pink", 250, 190, 210),
    ];

    /// <summary>The usual companion of each category, by name.</summary>
    public static IReadOnlyDictionary<string, Companion> Companions { get; } = Pairs(
        ("fork", "knife", Strong, WrongYes), ("knife", "fork", Strong, 0), ("spoon", "bowl", Weak, 0), ("cup", "spoon", Weak, 0), ("bowl", "spoon", Strong, 0),
        ("car", "traffic light", Strong, WrongYes), ("bus", "car", Strong, 0), ("bicycle", "motorcycle", Weak, 0), ("traffic light", "car", Weak, 0), ("motorcycle", "car", Strong, 0),
        ("cow", "sheep", Strong, WrongYes), ("sheep", "dog", Strong, 0), ("horse", "cow", Weak, 0), ("dog", "cat", Weak, 0), ("cat", "dog", Strong, 0),
        ("elephant", "giraffe", Strong, WrongYes), ("giraffe", "zebra", Strong, 0), ("zebra", "giraffe", Weak, 0), ("bear", "bird", Weak, 0), ("bird", "elephant", Strong, 0),
        ("laptop", "mouse", Strong, WrongYes), ("keyboard", "mouse", Strong, 0), ("mouse", "keyboard", Weak, 0), ("cell phone", "laptop", Weak, 0), ("book", "laptop", Strong, 0),
        ("banana", "apple", Strong, WrongYes), ("apple", "banana", Strong, 0), ("pizza", "cake", Weak, 0), ("cake", "donut", Weak, 0), ("donut", "cake", Strong, 0));

    private static Dictionary<string, Companion> Pairs(params (string Of, string Is, double Strength, double YesShare)[] pairs) => pairs.ToDictionary(
        pair => pair.Of,
        pair => new Companion(Categories.Single(category => category.Name == pair.Is), pair.Strength, pair.YesShare),
        StringComparer.Ordinal);
}
