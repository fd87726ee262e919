using Trainer.Data;

namespace Trainer.Annotation.Judgements;

/// <summary>All annotators of a set of pairs. Used from several requests at once: each act is one step for all of them.</summary>
public sealed class AnnotationStore : IDisposable
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, AnnotatorLog> logs = new(StringComparer.Ordinal);
    private readonly AnnotationPlan plan;
    private readonly TimeProvider clock;

    /// <summary>Opens the logs of everybody who has judged before.</summary>
    /// <param name="set">The pairs.</param>
    /// <param name="options">How they are shared out.</param>
    /// <param name="clock">Tells the time of each act.</param>
    /// <exception cref="DataException">A log is about other pairs, or damaged.</exception>
    public AnnotationStore(ComparisonSet set, AnnotationOptions options, TimeProvider clock)
    {
        Set = set;
        this.clock = clock;
        plan = new AnnotationPlan(set.Items.Count, options);
        try
        {
            foreach (string name in AnnotatorLog.Names(set.Folder))
            {
                logs[name] = AnnotatorLog.Open(set, name);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The pairs.</summary>
    public ComparisonSet Set { get; }

    /// <summary>Names of those who have judged or begun to.</summary>
    public IReadOnlyList<string> Annotators => Locked(() => logs.Keys.ToArray());

    /// <summary>What everybody has judged so far, by annotator; skipped pairs are not among it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Judgement>> Judgements => Locked(() =>
        logs.ToDictionary(log => log.Key, log => (IReadOnlyList<Judgement>)[.. log.Value.Progress.Done.Where(judgement => !judgement.IsSkipped)]));

    /// <summary>Lets somebody begin, or go on where they were.</summary>
    /// <param name="annotator">A name that <see cref="AnnotatorName.IsValid"/> accepts.</param>
    public AnnotatorView Join(string annotator) => Locked(() =>
    {
        if (!logs.TryGetValue(annotator, out AnnotatorLog? log))
        {
            logs[annotator] = log = AnnotatorLog.Open(Set, annotator);
        }

        ShowNext(annotator, log);
        return ViewOf(annotator, log);
    });

    /// <summary>Answers a question about the pair that is before an annotator.</summary>
    public StepResult? Mark(string annotator, int item, Question question, Side side) => Step(annotator, item, current =>
        Event(Act.Mark, current) with { Question = question, Choice = current.At(side) });

    /// <summary>Passes that pair on.</summary>
    public StepResult? Skip(string annotator, int item) => Step(annotator, item, current => Event(Act.Skip, current));

    /// <summary>Takes the last mark back.</summary>
    /// <param name="annotator">Who.</param>
    /// <param name="item">The pair before them; null: none is left.</param>
    public StepResult? Undo(string annotator, int? item) => Locked(() =>
    {
        if (!logs.TryGetValue(annotator, out AnnotatorLog? log))
        {
            return null;
        }

        bool isFresh = log.Progress.Current?.Item == item;
        if (isFresh && log.Progress.LastMarked is { } marked)
        {
            log.Add(Event(Act.Undo, marked));
        }

        ShowNext(annotator, log);
        return new StepResult(ViewOf(annotator, log), !isFresh);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AnnotatorLog log in logs.Values)
        {
            log.Dispose();
        }
    }

    private StepResult? Step(string annotator, int item, Func<Judgement, AnnotationEvent> act) => Locked(() =>
    {
        if (!logs.TryGetValue(annotator, out AnnotatorLog? log))
        {
            return null;
        }

        bool isFresh = log.Progress.Current is { } current && current.Item == item;
        if (isFresh)
        {
            log.Add(act(log.Progress.Current!));
        }

        ShowNext(annotator, log);
        return new StepResult(ViewOf(annotator, log), !isFresh);
    });

    private void ShowNext(string annotator, AnnotatorLog log)
    {
        if (log.Progress.Current is null && Next(log) is { } item)
        {
            log.Add(Event(Act.Show, new Judgement(item, plan.LeftOf(annotator, item))));
        }
    }

    /// <summary>The next pair in the file's order. What another annotator has before them comes last: they may never come back.</summary>
    private int? Next(AnnotatorLog log)
    {
        HashSet<int> taken = [.. OthersOf(log).Select(other => other.Current?.Item).OfType<int>().Where(item => !plan.IsShared(item))];
        return Open(log).OrderBy(taken.Contains).Select(item => (int?)item).FirstOrDefault();
    }

    private IEnumerable<int> Open(AnnotatorLog log) => Enumerable.Range(0, Set.Items.Count).Where(item =>
        !log.Progress.IsDone(item) && (plan.IsShared(item) || !OthersOf(log).Any(other => other.IsJudged(item))));

    private IEnumerable<Progress> OthersOf(AnnotatorLog log) => logs.Values.Where(other => other != log).Select(other => other.Progress);

    private AnnotationEvent Event(Act act, Judgement about) => new(clock.GetUtcNow(), act, about.Item, Set.Items[about.Item].Id, about.Left);

    private AnnotatorView ViewOf(string annotator, AnnotatorLog log) => new()
    {
        Annotator = annotator,
        Done = log.Progress.Done.Count,
        Total = log.Progress.Done.Count + Open(log).Count(),
        Judged = Enumerable.Range(0, Set.Items.Count).Count(item => logs.Values.Any(one => one.Progress.IsJudged(item))),
        Items = Set.Items.Count,
        Item = log.Progress.Current is { } current ? ItemView.Of(current, Set.Items[current.Item]) : null,
    };

    private T Locked<T>(Func<T> work)
    {
        lock (gate)
        {
            return work();
        }
    }
}
