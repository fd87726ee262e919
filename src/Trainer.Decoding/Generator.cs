using Trainer.Decoding.Strategies;
using Trainer.Modeling;
using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>Generates answers: one pass over the prompts, then a token of every row at each step, over one cache.</summary>
/// <param name="model">The model, with whatever adapter is active.</param>
/// <param name="contrast">Other prompts that each one is weighed against; null: none.</param>
/// <param name="features">Gives features of pictures that somebody keeps, of [pictures, 3, size, size] on the processor; null: the model computes them.</param>
/// <param name="layers">Early layers that the last one is weighed against; null: none.</param>
public sealed class Generator(LlavaModel model, Contrast? contrast = null, Func<Tensor, Tensor>? features = null, LayerContrast? layers = null)
{
    /// <summary>Answers prompts together. Neither the batch's size nor its padding changes a greedy answer.</summary>
    /// <param name="prompts">The prompts; without any there are no answers.</param>
    /// <param name="strategy">Made for this call: it may keep state.</param>
    /// <param name="options">How long, and when to stop.</param>
    /// <param name="onStep">Is shown the state after each step, for streaming.</param>
    /// <returns>One answer for each prompt, in order.</returns>
    /// <exception cref="ArgumentException">An option or a prompt is not valid; all problems are listed.</exception>
    public IReadOnlyList<Generation> Generate(
        IReadOnlyList<Prompt> prompts, IDecodingStrategy strategy, GenerationOptions options, Action<DecodingState>? onStep = null)
    {
        Require(options.Problems().Concat(LayerProblems()).Concat(PromptRules.Problems("Prompt", prompts, model.Config, options)));
        if (prompts.Count == 0)
        {
            return [];
        }

        Prompt[] rows = [.. prompts.SelectMany(strategy.RowsOf)];
        using IDecodingSession session = Open(rows, options, strategy);
        return Run(strategy, new DecodingState(session, rows, prompts.Count, options), onStep);
    }

    /// <summary>Runs a strategy over a session until all rows are done.</summary>
    /// <param name="strategy">Made for this call.</param>
    /// <param name="state">Rows without answers yet.</param>
    /// <param name="onStep">Is shown the state after each step.</param>
    public static IReadOnlyList<Generation> Run(IDecodingStrategy strategy, DecodingState state, Action<DecodingState>? onStep = null)
    {
        using var mode = GradientMode.Off();
        StepChoice? choice = null;
        while (choice is not { IsDone: true } && state.Steps < state.Options.MaxNewTokens)
        {
            // Scores and attention weights live for one step.
            using var step = new TensorScope();
            choice = strategy.Choose(NextScores(state.Session, choice), state);
            state.Apply(choice);
            onStep?.Invoke(state);
        }

        return strategy.Finish(state);
    }

    private IDecodingSession Open(Prompt[] rows, GenerationOptions options, IDecodingStrategy strategy)
    {
        var setup = new SessionSetup
        {
            MaxNewTokens = options.MaxNewTokens, Lookahead = strategy.Lookahead, Observer = strategy.Observer, Features = features, Layers = layers,
        };
        if (contrast is null)
        {
            return new ModelSession(model, rows, setup);
        }

        IReadOnlyList<Prompt> read = ContrastSession.RowsOf(rows, contrast);
        Require(PromptRules.Problems("Contrasted row", read, model.Config, options));
        return new ContrastSession(new ModelSession(model, read, setup), contrast, (read.Count / rows.Length) - 1);
    }

    private IEnumerable<string> LayerProblems() => layers is not null && layers.Layers.Any(layer => layer < 0 || layer >= model.Config.Text.Layers)
        ? [$"early_exit_layers must be from 0 to {model.Config.Text.Layers - 1}, the model's layers but the last, but are {string.Join(", ", layers.Layers)}."]
        : [];

    private static void Require(IEnumerable<string> found)
    {
        string[] problems = [.. found];
        if (problems.Length > 0)
        {
            throw new ArgumentException($"These prompts can't be answered:\n  {string.Join("\n  ", problems)}");
        }
    }

    private static Tensor NextScores(IDecodingSession session, StepChoice? last) =>
        last is null ? session.Begin() : session.Advance(last.Tokens, last.Rows);
}
