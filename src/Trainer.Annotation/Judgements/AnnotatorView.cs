using Trainer.Data.Records;

namespace Trainer.Annotation.Judgements;

/// <summary>What an annotator is shown.</summary>
public sealed record AnnotatorView
{
    /// <summary>Who.</summary>
    public required string Annotator { get; init; }

    /// <summary>Pairs that they have judged or skipped.</summary>
    public required int Done { get; init; }

    /// <summary>Those, and the ones that are left for them as things are.</summary>
    public required int Total { get; init; }

    /// <summary>Pairs that anybody has judged.</summary>
    public required int Judged { get; init; }

    /// <summary>All pairs.</summary>
    public required int Items { get; init; }

    /// <summary>The pair before them; null: none is left.</summary>
    public required ItemView? Item { get; init; }
}

/// <summary>A pair as it is shown.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Id">Its identifier.</param>
/// <param name="Pictures">Number of pictures.</param>
/// <param name="Turns">What leads up to the answers.</param>
/// <param name="Left">The answer on the left.</param>
/// <param name="Right">The answer on the right.</param>
public sealed record ItemView(int Number, string Id, int Pictures, IReadOnlyList<TurnView> Turns, string Left, string Right)
{
    private const string Mark = "<image>";

    /// <summary>The side with more hallucinated content; null: not said yet.</summary>
    public Side? Hallucination { get; init; }

    /// <summary>The more helpful side; null: not said yet.</summary>
    public Side? Helpfulness { get; init; }

    /// <summary>Puts the answers on their sides.</summary>
    internal static ItemView Of(Judgement judgement, ComparisonRecord pair)
    {
        bool isFirstLeft = judgement.Left == Choice.First;
        TurnView[] turns = [.. pair.Turns.Select(turn => new TurnView(turn.From.ToString().ToLowerInvariant(), turn.Value.Replace(Mark, "", StringComparison.Ordinal).Trim()))];
        return new ItemView(judgement.Item, pair.Id, pair.Images.Count, turns, isFirstLeft ? pair.First : pair.Second, isFirstLeft ? pair.Second : pair.First)
        {
            Hallucination = judgement.SideOf(judgement.Hallucination),
            Helpfulness = judgement.SideOf(judgement.Helpfulness),
        };
    }
}

/// <summary>A turn of the conversation.</summary>
/// <param name="From"><c>human</c>, <c>gpt</c> or <c>system</c>.</param>
/// <param name="Text">What is said, without marks of pictures.</param>
public sealed record TurnView(string From, string Text);

/// <summary>What came of an act.</summary>
/// <param name="View">What the annotator is shown now.</param>
/// <param name="IsStale">Whether the act was about another pair than the one before them, and changed nothing.</param>
public sealed record StepResult(AnnotatorView View, bool IsStale);
