using Trainer.Annotation.Judgements;
using Trainer.Data;

namespace Trainer.Annotation.Tests.Judgements;

public sealed class AnnotationStoreTests : IDisposable
{
    private readonly PairFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Mark_BothQuestions_GoesOnToTheNextPair()
    {
        using AnnotationStore store = folder.Open();
        Assert.Equal(0, store.Join("ann").Item!.Number);

        AnnotatorView half = store.Mark("ann", 0, Question.Hallucination, Side.Left)!.View;
        AnnotatorView next = store.Mark("ann", 0, Question.Helpfulness, Side.Same)!.View;

        Assert.Equal((0, Side.Left, 0), (half.Item!.Number, half.Item.Hallucination!.Value, half.Done));
        Assert.Equal((1, 1, 6, 1), (next.Item!.Number, next.Done, next.Total, next.Judged));
        Judgement judgement = Assert.Single(store.Judgements["ann"]);
        Assert.Equal((judgement.Left, Choice.Same), (judgement.Hallucination!.Value, judgement.Helpfulness!.Value));
    }

    [Fact]
    public void Open_Again_GoesOnInMidPairWithItsMark()
    {
        AnnotatorView before;
        using (AnnotationStore store = folder.Open())
        {
            store.Join("ann");
            Judge(store, "ann", 0);
            before = store.Mark("ann", 1, Question.Hallucination, Side.Right)!.View;
        }

        using AnnotationStore again = folder.Open();

        Assert.Equivalent(before, again.Join("ann"));
    }

    [Fact]
    public void Open_AfterAKillInMidLine_LosesNothingThatWasAnswered()
    {
        using (AnnotationStore store = folder.Open())
        {
            store.Join("ann");
            Judge(store, "ann", 0);
        }

        File.AppendAllText(folder.LogOf("ann"), "{\"time\": \"2026-01-01T");
        using (AnnotationStore store = folder.Open())
        {
            Assert.Single(store.Judgements["ann"]);
            Judge(store, "ann", 1);
        }

        using AnnotationStore last = folder.Open();
        Assert.Equal([0, 1], last.Judgements["ann"].Select(judgement => judgement.Item));
    }

    [Fact]
    public void Undo_StepByStep_LeadsBackToTheBeginning()
    {
        using AnnotationStore store = folder.Open();
        store.Join("ann");
        Judge(store, "ann", 0);
        store.Skip("ann", 1);
        store.Mark("ann", 2, Question.Hallucination, Side.Left);

        Assert.Equal((2, null, null), State(store.Undo("ann", 2)));
        Assert.Equal((1, null, null), State(store.Undo("ann", 2)));
        Assert.Equal((0, Side.Left, null), State(store.Undo("ann", 1)));
        Assert.Equal((0, null, null), State(store.Undo("ann", 0)));
        Assert.Equal((0, null, null), State(store.Undo("ann", 0)));
        Assert.Empty(store.Judgements["ann"]);
    }

    [Fact]
    public void Undo_AfterTheLastPair_BringsItBack()
    {
        using var one = new PairFolder(pairs: 1);
        using AnnotationStore store = one.Open();
        store.Join("ann");
        Judge(store, "ann", 0);
        Assert.Null(store.Join("ann").Item);

        Assert.Equal((0, Side.Left, null), State(store.Undo("ann", null)));
    }

    [Fact]
    public void Mark_AboutAnotherPair_ChangesNothing()
    {
        using AnnotationStore store = folder.Open();
        store.Join("ann");

        StepResult stale = store.Mark("ann", 3, Question.Hallucination, Side.Left)!;

        Assert.True(stale.IsStale);
        Assert.Equal((0, null, null), State(stale));
        Assert.Null(store.Mark("nobody", 0, Question.Hallucination, Side.Left));
    }

    [Fact]
    public void Join_TwoWithoutOverlap_ShareThePairsOut()
    {
        using AnnotationStore store = folder.Open();

        Finish(store, "ann", "bob");

        // While bob has the last pair before him it is offered to ann too, for he may never come back.
        Assert.Equal([0, 2, 4, 5], store.Judgements["ann"].Select(judgement => judgement.Item));
        Assert.Equal([1, 3, 5], store.Judgements["bob"].Select(judgement => judgement.Item));
    }

    [Theory]
    [InlineData(1.0, 6)]
    [InlineData(0.5, 3)]
    [InlineData(0.0, 0)]
    public void Join_TwoWithOverlap_BothJudgeTheShare(double overlap, int shared)
    {
        using AnnotationStore store = folder.Open(overlap);

        Finish(store, "ann", "bob");

        ILookup<int, Judgement> byItem = store.Judgements.Values.SelectMany(own => own).ToLookup(judgement => judgement.Item);
        Assert.Equal(6, byItem.Count);
        Assert.InRange(byItem.Count(item => item.Count() == 2), shared, shared + 1);
    }

    [Fact]
    public void Join_PairLeftLyingByAnother_IsShownToThoseWhoAreDone()
    {
        using AnnotationStore store = folder.Open();
        Assert.Equal(0, store.Join("gone").Item!.Number);

        Finish(store, "ann");

        Assert.Equal([1, 2, 3, 4, 5, 0], store.Judgements["ann"].Select(judgement => judgement.Item));
    }

    [Fact]
    public void Skip_ByOne_LeavesThePairToOthers()
    {
        using AnnotationStore store = folder.Open();
        store.Join("ann");
        store.Skip("ann", 0);

        Assert.Equal(0, store.Join("bob").Item!.Number);
        Assert.Empty(store.Judgements["ann"]);
    }

    [Fact]
    public void Join_ManyPairs_StandOnEitherSideByAnnotator()
    {
        using var many = new PairFolder(pairs: 40);
        using AnnotationStore store = many.Open(overlap: 1);

        Finish(store, "ann", "bob");

        Choice[] ann = [.. store.Judgements["ann"].OrderBy(judgement => judgement.Item).Select(judgement => judgement.Left)];
        Choice[] bob = [.. store.Judgements["bob"].OrderBy(judgement => judgement.Item).Select(judgement => judgement.Left)];
        Assert.InRange(ann.Count(left => left == Choice.First), 8, 32);
        Assert.NotEqual(ann, bob);
        Assert.Contains("\"left\":\"second\"", File.ReadAllText(many.LogOf("ann")), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OtherPairs_RefusesTheOldJudgements()
    {
        using (AnnotationStore store = folder.Open())
        {
            store.Join("ann");
        }

        string pairs = Path.Combine(folder.Path, "unlabelled.json");
        File.WriteAllText(pairs, File.ReadAllText(pairs).Replace("first 0", "other 0", StringComparison.Ordinal));

        Assert.Contains("other pairs", Assert.Throws<DataException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"time": "2026-01-01T00:00:00Z", "act": "mark", "item": 0, "id": "p0", "left": "first"}""")]
    [InlineData("""{"time": "2026-01-01T00:00:00Z", "act": "show", "item": 99, "id": "p0", "left": "first"}""")]
    [InlineData("""{"time": "2026-01-01T00:00:00Z", "act": 7, "item": 0, "id": "p0", "left": "first"}""")]
    public void Open_DamagedLine_IsNamed(string line)
    {
        using (AnnotationStore store = folder.Open())
        {
            store.Join("ann");
        }

        File.AppendAllText(folder.LogOf("ann"), line + "\n");

        Assert.Contains("ann.jsonl:3", Assert.Throws<DataException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingPictureOrPairs_IsSaid()
    {
        File.Delete(Path.Combine(folder.Path, "images", "3.png"));
        Assert.Contains("3.png", Assert.Throws<DataException>(() => folder.Open()).Message, StringComparison.Ordinal);

        File.Delete(Path.Combine(folder.Path, "unlabelled.json"));
        Assert.Contains("data preferences", Assert.Throws<DataException>(() => folder.Open()).Message, StringComparison.Ordinal);
    }

    private static (int Item, Side? Hallucination, Side? Helpfulness) State(StepResult? result) =>
        (result!.View.Item!.Number, result.View.Item.Hallucination, result.View.Item.Helpfulness);

    private static void Judge(AnnotationStore store, string annotator, int item)
    {
        Assert.False(store.Mark(annotator, item, Question.Hallucination, Side.Left)!.IsStale);
        Assert.False(store.Mark(annotator, item, Question.Helpfulness, Side.Right)!.IsStale);
    }

    /// <summary>All judge in turn until nothing is left for any of them.</summary>
    private static void Finish(AnnotationStore store, params string[] annotators)
    {
        while (annotators.Select(store.Join).Where(view => view.Item is not null).ToArray() is { Length: > 0 } open)
        {
            foreach (AnnotatorView view in open)
            {
                Judge(store, view.Annotator, view.Item!.Number);
            }
        }
    }
}
