using Trainer.Data.Text;

namespace Trainer.Scenes;

/// <summary>A question with choices, of which one is right.</summary>
/// <param name="Text">The question.</param>
/// <param name="Choices">What to choose from.</param>
/// <param name="Right">Index of the right one.</param>
public sealed record ChoiceQuestion(string Text, IReadOnlyList<string> Choices, int Right)
{
    /// <summary>The right choice.</summary>
    public string Answer => Choices[Right];

    /// <summary>
    /// The question as it is put to a model, its choices behind letters. The answer gives the words of the right one: looking up which letter
    /// stands before a word takes a model of this size far longer to learn than seeing what is there.
    /// </summary>
    public Question Asked => new(ChoiceText.Prompt(Text, Choices), Answer);
}
