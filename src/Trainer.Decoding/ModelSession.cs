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
        early = setup.Layers is { } layers ? new EarlyScores(model, layers, Picked) : null;
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
            return scope.Keep(Scores(model.Hidden(embeddings, batch.Window(Device), layout.Cache, context)));
        }

        // Rows of one prompt, such as beams, begin from one reading of it.
        using KvCache distinct = model.NewCache(embeddings.Size(0), batch.Length);
        Tensor scores = Scores(model.Hidden(embeddings, batch.Window(Device), distinct, context));
        Tensor index = Tensor.From(rowPrompts).To(Device);
        layout.Cache.CopyFrom(distinct, index);
        return scope.Keep(scores.IndexSelect(0, index));
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
        layout.Cache.Keep(Tensor.From(last!.PlacesOf(known)).To(Device), last.Width);
        return scope.Keep(last.Scores.IndexSelect(0, Tensor.From(known).To(Device)));
    }

    public Tensor Peek(long[] rows, long[] tokens)
    {
        Forget()?.Dispose();
        tried = new TriedTokens(rows, tokens, prompts.Count);
        long length = layout.Cache.Length;
        tried.Scores = Read(tried.Table, (int)tried.Width);
        layout.Cache.Truncate(length);
        return tried.Scores;
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
        Tensor embeddings = model.Embed(Tensor.From(tokens, prompts.Count, count).To(Device), null);
        return scope.Keep(Scores(model.Hidden(embeddings, layout.Following(count, tried), layout.Cache, context)));
    }

    private Tensor Scores(Tensor hidden)
    {
        Tensor scores = model.Logits(Picked(hidden));
        return early is null ? scores : early.Combine(scores);
    }

    /// <summary>The states that scores are wanted of: the last of every row, or those of all tried tokens.</summary>
    private Tensor Picked(Tensor states) => tried is null
        ? states.Select(1, states.Size(1) - 1)
        : states.Flatten(0, 1).IndexSelect(0, tried.PlacesOn(Device));

    private TriedTokens? Forget()
    {
        TriedTokens? last = tried;
        tried = null;
        return last;
    }
}
