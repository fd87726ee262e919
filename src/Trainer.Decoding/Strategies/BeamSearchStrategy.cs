using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>Beam search as transformers does it.</summary>
/// <param name="options">Beams and length penalty.</param>
public sealed class BeamSearchStrategy(GenerationOptions options) : IDecodingStrategy
{
    private readonly Beams beams = new(options);

    /// <inheritdoc/>
    public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => [.. Enumerable.Repeat(prompt, beams.Each)];

    /// <inheritdoc/>
    public StepChoice Choose(Tensor logits, DecodingState state)
    {
        if (state.Steps == 0)
        {
            beams.Begin(state.Prompts);
        }

        return beams.Choose(beams.Likeliest(logits, state), state);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Generation> Finish(DecodingState state) => beams.Best;
}
