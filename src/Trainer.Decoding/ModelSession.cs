using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>Rows of tokens over a LLaVA model and one cache.</summary>
internal sealed class ModelSession : IDecodingSession
{
    private readonly LlavaModel model;
    private readonly SessionSetup setup;
    private readonly IReadOnlyList<Prompt> prompts;
    private readonly ForwardContext context;
    private readonly EarlyScores? early;
    private RowLayout layout;
    private bool hasAnswersInTexts;
    private TriedTokens? tried;

    /// <summary>Takes memory for the rows' prompts and answers.</summary>
    /// <param name="model">The model, with whatever adapter is active.</param>
    /// <param name="rows">The prompt of each row; equal ones are read once.</param>
    /// <param name="setup">How long answers may be, and who looks on.</param>
    internal ModelSession(LlavaModel model, IReadOnlyList<Prompt> rows, SessionSetup setup)
    {
        this.model = model;
        this.setup = setup;
        prompts = rows;
        early = setup.Layers is { } layers ? new EarlyScores(model, layers, Candidates) : null;
        context = ForwardContext.Inference with { Observer = setup.Observer, States = early };
        layout = new RowLayout(model, rows, Lengths(rows), setup.MaxNewTokens + setup.Lookahead);
    }

    private Device Device => model.Compute.Device;

    public Tensor Begin()
    {
        using var scope = new TensorScope();
        PromptBatch batch = layout.Batch;
        using Instructions? instructions = batch.Instructions();
        Tensor? images = Features() is { } seen ? model.Project(seen, context, instructions) : null;
        Tensor embeddings = model.Embed(batch.TokenIds(Device), images);
        if (batch.RowPrompts is not { } rowPrompts)
        {
            return scope.Keep(Scores(Last(model.Hidden(embeddings, batch.Window(Device), layout.Cache, context))));
        }

        // Rows of one prompt, such as beams, begin from one reading of it.
        using KvCache distinct = model.NewCache(embeddings.Size(0), batch.Length);
        Tensor scores = Scores(Last(model.Hidden(embeddings, batch.Window(Device), distinct, context)));
        layout.Cache.CopyFrom(distinct, rowPrompts);
        return scope.Keep(scores.IndexSelect(0, Tensor.From(rowPrompts).To(Device)));
    }

    public Tensor Advance(long[] tokens, long[]? rows = null)
    {
        using TriedTokens? last = Forget();
        long[]? known = last?.Find(tokens, rows ?? [.. Enumerable.Range(0, tokens.Length).Select(row => (long)row)]);
        if (rows is not null)
        {
            layout.Reorder(rows);
        }

        if (known is null)
        {
            return Read(tokens, 1);
        }

        using var scope = new TensorScope();
        layout.Cache.Keep(known, last!.Width);
        return scope.Keep(Scores(model.Finish(last.States.Copy(known), context), known));
    }

    public void Peek(long[] rows, long[] tokens)
    {
        Forget()?.Dispose();
        tried = new TriedTokens(rows, tokens, prompts.Count);
        long length = layout.Cache.Length;
        using var scope = new TensorScope();
        int width = (int)tried.Width;
        tried.States = model.Look(Embed(tried.Table, width), layout.Following(width, tried), layout.Cache, context);
        layout.Cache.Truncate(length);
    }

    public Tensor Restart(IReadOnlyList<IReadOnlyList<long>> answers)
    {
        Forget()?.Dispose();
        if (hasAnswersInTexts || answers.Any(answer => answer.Count != answers[0].Count))
        {
            return BeginWith(answers);
        }

        layout.Cache.Truncate(layout.Batch.Length);
        return Read([.. answers.SelectMany(answer => answer)], answers[0].Count);
    }

    public void Dispose()
    {
        Forget()?.Dispose();
        early?.Dispose();
        layout.Dispose();
    }

    private static IEnumerable<int> Lengths(IEnumerable<Prompt> prompts) => prompts.Select(prompt => prompt.TokenIds.Length);

    /// <summary>Reads prompts and answers anew, since answers of different lengths must end in the same column.</summary>
    private Tensor BeginWith(IReadOnlyList<IReadOnlyList<long>> answers)
    {
        layout.Dispose();
        Prompt[] texts = [.. prompts.Zip(answers, (prompt, answer) => prompt with { TokenIds = [.. prompt.TokenIds, .. answer] })];
        layout = new RowLayout(model, texts, Lengths(prompts), setup.MaxNewTokens - answers.Min(answer => answer.Count) + setup.Lookahead);
        hasAnswersInTexts = true;
        return Begin();
    }

    private Tensor? Features() => setup.Features is not { } kept
        ? layout.Batch.Pixels(Device) is { } pixels ? model.ImageFeatures(pixels, context) : null
        : layout.Batch.Pixels(Device.Cpu) is { } pictures ? kept(pictures) : null;

    /// <summary>Reads so many tokens of every row; <paramref name="tokens"/> lists them row by row.</summary>
    private Tensor Read(long[] tokens, int count)
    {
        using var scope = new TensorScope();
        return scope.Keep(Scores(Last(model.Hidden(Embed(tokens, count), layout.Following(count), layout.Cache, context))));
    }

    private Tensor Embed(long[] tokens, int count) => model.Embed(Tensor.From(tokens, prompts.Count, count).To(Device), null);

    /// <summary>Scores of what follows some states.</summary>
    /// <param name="states">[rows, hidden].</param>
    /// <param name="places">Where their tokens were tried; null: they were not.</param>
    private Tensor Scores(Tensor states, long[]? places = null)
    {
        Tensor scores = model.Logits(states);
        return early is null ? scores : early.Combine(scores, places);
    }

    /// <summary>The states that scores may be wanted of: the last of every row, or those of all tried tokens.</summary>
    private Tensor Candidates(Tensor states) => tried is null ? Last(states) : states.Flatten(0, 1);

    private static Tensor Last(Tensor states) => states.Select(1, states.Size(1) - 1);

    private TriedTokens? Forget()
    {
        TriedTokens? last = tried;
        tried = null;
        return last;
    }
}
