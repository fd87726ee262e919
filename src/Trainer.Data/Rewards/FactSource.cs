using Trainer.Data.Records;
using Trainer.Torch;

namespace Trainer.Data.Rewards;

/// <summary>Gives each answer the facts that its judge is told. Equal seeds give equal orders, however often and in which order it is asked.</summary>
/// <param name="rule">Which facts, in which order.</param>
/// <param name="table">Where they stand; none where the rule needs none.</param>
/// <param name="random">Where orders are drawn from.</param>
public sealed class FactSource(FactRule rule, FactTable? table, RandomRoot random)
{
    /// <summary>A source without facts.</summary>
    public static FactSource None { get; } = new(new FactRule(FactKind.None, FactOrder.Stored), null, new RandomRoot(0));

    /// <summary>The facts for one answer.</summary>
    /// <param name="record">The record, whose first picture they are about.</param>
    /// <param name="answer">Which of the record's answers, from 0.</param>
    /// <exception cref="DataException">The record has no picture, or nothing is known of it.</exception>
    public IReadOnlyList<string> Of(IRecord record, int answer) => Of(record, answer, rule.Kind);

    /// <summary>The facts for an answer to a prompt that says what kind of question it is: multiple choices have rationales, as in LLaVA-RLHF.</summary>
    /// <exception cref="DataException">The record has no picture, or nothing is known of it.</exception>
    public IReadOnlyList<string> Of(PromptRecord record) =>
        Of(record, 0, record.CaptionType is >= CaptionType.A and <= CaptionType.D ? FactKind.Rationales : rule.Kind);

    private string[] Of(IRecord record, int answer, FactKind kind)
    {
        if (rule.Kind == FactKind.None || table is null)
        {
            return [];
        }

        string image = record.Images is [string first, ..] ? first : throw new DataException("It has no picture, so that there are no facts about it. Remove it, or train without facts.");
        string[] facts = [.. table.Of((rule with { Kind = kind }).KeyPrefix + Path.GetFileName(image))];
        if (rule.Order != FactOrder.Stored)
        {
            random.Managed($"facts/{record.Id}", rule.Order == FactOrder.ShuffledPerAnswer ? answer : 0).Shuffle(facts);
        }

        return facts;
    }
}
