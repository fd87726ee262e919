namespace Trainer.Data.Rewards;

/// <summary>What is asked of a reward model behind an answer, word for word. The score is read at its last token.</summary>
/// <param name="Name">Name in recipes.</param>
/// <param name="Text">The words, a space first; <c>{factual_prompt}</c> stands where facts go.</param>
public sealed record RewardPrompt(string Name, string Text)
{
    private const string Placeholder = "{factual_prompt}";

    /// <summary>What leads to the list of facts. LLaVA-RLHF has one for captions and rationales alike.</summary>
    public string FactHeader { get; init; } =
        "Specifically, the AI's response should be fully supported by the combination of the following captions:\n";

    /// <summary>The text for one answer.</summary>
    /// <param name="facts">What is known of the picture; none for the plain prompt.</param>
    public string Render(IReadOnlyList<string> facts) => facts.Count == 0
        ? Text.Replace(" " + Placeholder, "", StringComparison.Ordinal)
        : Text.Replace(Placeholder, FactHeader + string.Concat(facts.Select(fact => $"  - {fact}\n")), StringComparison.Ordinal);
}
