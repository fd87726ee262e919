using System.Diagnostics;

namespace Trainer.Annotation.Judgements;

/// <summary>Where an annotator stands. It follows from their events alone, so that a log is all that must be kept.</summary>
internal sealed class Progress
{
    private readonly List<Judgement> done = [];
    private readonly Dictionary<int, Judgement> byItem = [];

    /// <summary>Pairs that were judged or skipped, in that order.</summary>
    internal IReadOnlyList<Judgement> Done => done;

    /// <summary>The pair that is before the annotator; null: none.</summary>
    internal Judgement? Current { get; private set; }

    /// <summary>The pair whose mark was the last one; null: there is none to take back.</summary>
    internal Judgement? LastMarked => Current is { HasMark: true } ? Current : done.Count > 0 ? done[^1] : null;

    /// <summary>Whether a pair was judged or skipped.</summary>
    internal bool IsDone(int item) => byItem.ContainsKey(item);

    /// <summary>Whether a pair was judged, and not skipped.</summary>
    internal bool IsJudged(int item) => byItem.GetValueOrDefault(item) is { IsSkipped: false };

    /// <summary>Takes an event in.</summary>
    internal void Apply(AnnotationEvent happened)
    {
        Judgement current = Current ?? new Judgement(happened.Item, happened.Left);
        switch (happened.Act)
        {
            case Act.Show:
                Current = current;
                break;
            case Act.Mark:
                Settle(current.With(happened.Question!.Value, happened.Choice!.Value));
                break;
            case Act.Skip:
                Settle(current with { IsSkipped = true });
                break;
            case Act.Undo when Current is { HasMark: true }:
                Current = current.WithoutLastMark();
                break;
            case Act.Undo:
                StepBack();
                break;
            default:
                throw new UnreachableException($"{happened.Act} is no act.");
        }
    }

    private void Settle(Judgement judgement)
    {
        Current = judgement.IsDone ? null : judgement;
        if (judgement.IsDone)
        {
            done.Add(judgement);
            byItem[judgement.Item] = judgement;
        }
    }

    private void StepBack()
    {
        if (done.Count > 0)
        {
            Current = done[^1].WithoutLastMark();
            byItem.Remove(done[^1].Item);
            done.RemoveAt(done.Count - 1);
        }
    }
}
