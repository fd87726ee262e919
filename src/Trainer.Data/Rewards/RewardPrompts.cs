namespace Trainer.Data.Rewards;

/// <summary>The prompts by name.</summary>
public static class RewardPrompts
{
    /// <summary>
    /// LLaVA-RLHF's, as released (Apache-2.0): <c>RLHF/prompts/fact_rlhf_reward_prompt.txt</c>, and without facts its <c>reward_prompt.txt</c>.
    /// </summary>
    public static RewardPrompt LlavaRlhf { get; } = new("llava_rlhf", " " + """
        USER: Please evaluate the quality of your last response. There are several dimensions you should consider in your evaluation:

        1. Accurate: The AI should provide factual and accurate information from the image, and refrain from making statements that are not supported by the image or inconsistent with the image. {factual_prompt}
        2. Helpful: The AI’s response should precisely serve the user's needs and interests, while grounding the response in the image.
        3. Language Natural: The AI should employ language that flows smoothly and is free from repetitive or awkward constructs.
        4. Concise: The AI should efficiently address the task or answer the question, communicating the necessary information with brevity and clarity.

        A good response should be accurate, helpful, language natural, and concise. ASSISTANT: Following your definitions, the quality score of my last response is
        """.ReplaceLineEndings("\n"));

    /// <summary>The same question in few words, for models whose vocabulary would make hundreds of tokens of the long one.</summary>
    public static RewardPrompt Brief { get; } = new("brief", " USER: Is the description true? {factual_prompt} ASSISTANT: The quality of the description is")
    {
        FactHeader = "Description:\n",
    };

    /// <summary>Every prompt.</summary>
    public static IReadOnlyList<RewardPrompt> All { get; } = [LlavaRlhf, Brief];

    /// <summary>Finds a prompt.</summary>
    /// <exception cref="DataException">There is none of that name.</exception>
    public static RewardPrompt ByName(string name) => All.FirstOrDefault(prompt => prompt.Name == name)
        ?? throw new DataException($"There is no reward prompt '{name}'. Known are {string.Join(", ", All.Select(prompt => prompt.Name))}.");
}
