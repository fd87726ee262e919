namespace Trainer.Recipes;

/// <summary>One thing that is wrong with a recipe.</summary>
/// <param name="Key">Path of the key, such as <c>dpo.beta</c>; empty when the problem concerns the file as a whole.</param>
/// <param name="Message">What is wrong and what to do, as the rest of a sentence that begins with the key.</param>
/// <param name="Origin">Where it was written; null until the loader has found the place.</param>
public sealed record Problem(string Key, string Message, Origin? Origin = null)
{
    /// <summary>One line, such as <c>line 6: dpo.beta must be greater than 0, but is -0.1.</c></summary>
    public override string ToString()
    {
        string sentence = Key.Length == 0 ? Message : $"{Key} {Message}";
        return Origin is { } origin ? $"{origin}: {sentence}" : sentence;
    }
}
