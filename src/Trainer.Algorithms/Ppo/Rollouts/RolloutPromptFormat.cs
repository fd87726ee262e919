using Trainer.Data;
using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Data.Rewards;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Makes rollout prompts of records. One that is too long, for whichever role, is left out as a whole, so that nothing can shift.</summary>
public sealed class RolloutPromptFormat : IExampleFormat<PromptRecord, RolloutPrompt>
{
    /// <summary>How policy and reference read a prompt.</summary>
    public required IExampleFormat<PromptRecord, PromptExample> Policy { get; init; }

    /// <summary>How reward and value read it; null: as the policy does.</summary>
    public IExampleFormat<PromptRecord, PromptExample>? Judge { get; init; }

    /// <summary>Encodes the question to the reward model.</summary>
    public required Func<IReadOnlyList<string>, long[]> Question { get; init; }

    /// <summary>What the reward model is told.</summary>
    public required FactSource Facts { get; init; }

    /// <summary>Whether a prompt without facts is left out.</summary>
    public bool DropWithoutFacts { get; init; }

    /// <summary>Most tokens of a prompt with the question, for the reward model; an answer comes on top.</summary>
    public required int JudgeLimit { get; init; }

    /// <inheritdoc/>
    public int LengthOf(PromptRecord record)
    {
        int own = Policy.LengthOf(record);
        int judged = Judge?.LengthOf(record) ?? own;
        return own > 0 && judged > 0 && QuestionFor(record) is { } question && judged + question.Length <= JudgeLimit ? own : 0;
    }

    /// <inheritdoc/>
    public RolloutPrompt Load(PromptRecord record)
    {
        PromptExample policy = Policy.Load(record);
        return new RolloutPrompt(policy, Judge?.Load(record) ?? policy, QuestionFor(record)!);
    }

    private long[]? QuestionFor(PromptRecord record)
    {
        try
        {
            return Question(Facts.Of(record));
        }
        catch (DataException) when (DropWithoutFacts)
        {
            return null;
        }
    }
}
