using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>Rows of tokens over a LLaVA model and one cache, whose memory is taken once.</summary>
internal sealed class ModelSession : IDecodingSession
{
    private readonly LlavaModel model;
    private readonly ForwardContext context;
    private readonly PromptBatch batch;
    private readonly KvCache cache;
    private readonly Tensor? starts;
    private readonly Func<Tensor, Tensor>? features;
    private readonly EarlyScores? early;

    /// <summary>Takes memory for the rows' prompts and answers.</summary>
    /// <param name="model">The model, with whatever adapter is active.</param>
    /// <param name="rows">The prompt of each row; equal ones are read once.</param>
    /// <param name="setup">How long answers may be, and who looks on.</param>
    internal ModelSession(LlavaModel model, IReadOnlyList<Prompt> rows, SessionSetup setup)
    {
        this.model = model;
        features = setup.Features;
        early = setup.Layers is { } layers ? new EarlyScores(model, layers) : null;
        context = ForwardContext.Inference with { Observer = setup.Observer, States = early };
        batch = new PromptBatch(rows, model.Config);
        starts = Array.TrueForAll(batch.Starts, start => start == 0) ? null : TensorScope.Release(Tensor.From(batch.Starts));
        cache = model.NewCache(rows.Count, batch.Length + setup.MaxNewTokens);
    }

    private Device Device => model.Compute.Device;

    public Tensor Begin()
    {
        using var scope = new TensorScope();
        Tensor? images = Features() is { } seen ? model.Project(seen, context) : null;
        Tensor embeddings = model.Embed(batch.TokenIds(Device), images);
        if (batch.RowPrompts is not { } rowPrompts)
        {
            return scope.Keep(Scores(model.Hidden(embeddings, batch.Window(Device), cache, context)));
        }

        // Rows of one prompt, such as beams, begin from one reading of it.
        using KvCache distinct = model.NewCache(embeddings.Size(0), batch.Length);
        Tensor scores = Scores(model.Hidden(embeddings, batch.Window(Device), distinct, context));
        Tensor index = Tensor.From(rowPrompts).To(Device);
        cache.CopyFrom(distinct, index);
        return scope.Keep(scores.IndexSelect(0, index));
    }

    public Tensor Advance(long[] tokens) => Read(tokens, 1);

    public Tensor Peek(long[] tokens)
    {
        long length = cache.Length;
        Tensor logits = Read(tokens, 1);
        cache.Truncate(length);
        return logits;
    }

    public void Reorder(long[] rows)
    {
        using Tensor index = Tensor.From(rows).To(Device);
        cache.Reorder(index, batch.Length);
    }

    public Tensor Restart(IReadOnlyList<IReadOnlyList<long>> answers)
    {
        cache.Truncate(batch.Length);
        return Read([.. answers.SelectMany(answer => answer)], answers[0].Count);
    }

    public void Dispose()
    {
        cache.Dispose();
        starts?.Dispose();
    }

    private Tensor? Features() => features is null
        ? batch.Pixels(Device) is { } pixels ? model.ImageFeatures(pixels, context) : null
        : batch.Pixels(Device.Cpu) is { } kept ? features(kept) : null;

    /// <summary>Reads so many tokens of every row; <paramref name="tokens"/> lists them row by row.</summary>
    private Tensor Read(long[] tokens, int count)
    {
        using var scope = new TensorScope();
        int rows = tokens.Length / count;
        var positions = new long[tokens.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = cache.Length - batch.Starts[i / count] + (i % count);
        }

        var window = new SequenceWindow { Starts = starts, Positions = Tensor.From(positions, rows, count).To(Device) };
        Tensor embeddings = model.Embed(Tensor.From(tokens, rows, count).To(Device), null);
        return scope.Keep(Scores(model.Hidden(embeddings, window, cache, context)));
    }

    /// <summary>Scores behind the last token of every row.</summary>
    private Tensor Scores(Tensor hidden)
    {
        Tensor scores = model.Logits(hidden.Select(1, hidden.Size(1) - 1));
        return early is null ? scores : early.Combine(scores);
    }
}
