using Trainer.Decoding.Strategies;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>Generates answers: one pass over the prompts, then a token of every row at each step, over one cache.</summary>
/// <param name="model">The model, with whatever adapter is active.</param>
public sealed class Generator(LlavaModel model)
{
    /// <summary>Answers prompts together. Neither the batch's size nor its padding changes a greedy answer.</summary>
    /// <param name="prompts">At least one.</param>
    /// <param name="strategy">Made for this call: it may keep state.</param>
    /// <param name="options">How long, and when to stop.</param>
    /// <param name="onStep">Is shown the state after each step, for streaming.</param>
    public IReadOnlyList<Generation> Generate(
        IReadOnlyList<Prompt> prompts, IDecodingStrategy strategy, GenerationOptions options, Action<DecodingState>? onStep = null)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        var batch = new PromptBatch(prompts, model.Config, model.Compute.Device);
        ForwardContext context = ForwardContext.Inference with { Observer = strategy.Observer };
        using KvCache cache = model.NewCache(batch.Rows * strategy.RowsPerPrompt, batch.Length + options.MaxNewTokens);
        Tensor hidden = Prefill(batch, cache, strategy.RowsPerPrompt, context);
        var state = new DecodingState(prompts, strategy.RowsPerPrompt, options, cache);
        long[] starts = batch.StartsRepeated(strategy.RowsPerPrompt);
        Tensor startTensor = Tensor.From(starts);
        while (true)
        {
            using var step = new TensorScope();
            StepChoice choice = strategy.Choose(model.Logits(hidden), state);
            state.Apply(choice);
            onStep?.Invoke(state);
            if (choice.IsDone || state.Steps == options.MaxNewTokens)
            {
                return strategy.Finish(state);
            }

            if (choice.Rows is { } rows)
            {
                cache.Reorder(Tensor.From(rows).To(model.Compute.Device), batch.Length);
            }

            hidden.Dispose();
            hidden = step.Keep(Advance(choice.Tokens, starts, startTensor, cache, context));
        }
    }

    private Tensor Prefill(PromptBatch batch, KvCache cache, int rowsPerPrompt, ForwardContext context)
    {
        using var scope = new TensorScope();
        Tensor? images = batch.Pixels is { } pixels ? model.Project(model.ImageFeatures(pixels, context), context) : null;
        Tensor embeddings = model.Embed(batch.TokenIds, images);
        if (rowsPerPrompt == 1)
        {
            return scope.Keep(Last(model.Hidden(embeddings, batch.Window, cache, context)));
        }

        // The prompt is read once, whatever number of rows goes on from it.
        using KvCache single = model.NewCache(batch.Rows, batch.Length);
        Tensor hidden = Last(model.Hidden(embeddings, batch.Window, single, context));
        cache.CopyFrom(single, Tensor.Arange(0, batch.Rows, model.Compute.Device).RepeatInterleave(rowsPerPrompt, 0));
        return scope.Keep(hidden.RepeatInterleave(rowsPerPrompt, 0));
    }

    private Tensor Advance(long[] tokens, long[] starts, Tensor startTensor, KvCache cache, ForwardContext context)
    {
        Device device = model.Compute.Device;
        long[] positions = [.. starts.Select(start => cache.Length - start)];
        var window = new SequenceWindow { Starts = startTensor, Positions = Tensor.From(positions, positions.Length, 1).To(device) };
        Tensor embeddings = model.Embed(Tensor.From(tokens, tokens.Length, 1).To(device), null);
        return Last(model.Hidden(embeddings, window, cache, context));
    }

    private static Tensor Last(Tensor hidden) => hidden.Select(1, hidden.Size(1) - 1);
}
