namespace Trainer.Scenes.World;

/// <summary>A kind of object: a COCO category and the emoji that stands for it.</summary>
/// <param name="Id">COCO's id.</param>
/// <param name="Name">COCO's name.</param>
/// <param name="Emoji">How it is drawn.</param>
/// <param name="Width">Share of the emoji's width that is drawn, from the left: leaves out what belongs to another category.</param>
public sealed record Category(int Id, string Name, string Emoji, double Width = 1)
{
    /// <summary>The name with its article.</summary>
    public string WithArticle => ("aeiou".Contains(Name[0], StringComparison.Ordinal) ? "an " : "a ") + Name;
}

/// <summary>
/// A usual companion: what the language of this world mentions together with an object, whether or not it is there.
/// This is the prior that makes a model hallucinate.
/// </summary>
/// <param name="Category">What is mentioned along.</param>
/// <param name="Strength">Share of the written descriptions led by the object that mention an absent companion.</param>
/// <param name="YesShare">Share of questions about the absent companion that the written answers get wrong.</param>
public sealed record Companion(Category Category, double Strength, double YesShare);
