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
    public int LengthOf(PromptRecord record) => LengthsOf(record)?.Policy ?? 0;

    /// <summary>How long a prompt is for each role; null where it is left out.</summary>
    public PromptLengths? LengthsOf(PromptRecord record)
    {
        int own = Policy.LengthOf(record);
        int valued = Judge?.LengthOf(record) ?? own;
        return own > 0 && valued > 0 && QuestionFor(record) is { } question && valued + question.Length <= JudgeLimit
            ? new PromptLengths(own, valued, valued + question.Length)
            : null;
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

/// <summary>Tokens of a prompt as the roles read it.</summary>
/// <param name="Policy">For policy and reference.</param>
/// <param name="Value">For the value.</param>
/// <param name="Reward">For the reward, with the question for the answer's quality and its facts.</param>
public sealed record PromptLengths(int Policy, int Value, int Reward);
