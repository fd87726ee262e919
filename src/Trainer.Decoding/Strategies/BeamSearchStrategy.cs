using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>Beam search as transformers does it: with more candidates than beams, so that ends never starve the beams.</summary>
/// <param name="options">Beams and length penalty.</param>
public sealed class BeamSearchStrategy(GenerationOptions options) : IDecodingStrategy
{
    private const float Dead = -1e9f;

    private readonly int beams = options.NumBeams;
    private readonly int width = options.NumBeams * (1 + Math.Max(1, options.StopTokens.Count));
    private BeamHypotheses[] hypotheses = [];
    private bool[] done = [];
    private float[] sums = [];

    /// <inheritdoc/>
    public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => [.. Enumerable.Repeat(prompt, beams)];

    /// <inheritdoc/>
    public StepChoice Choose(Tensor logits, DecodingState state)
    {
        if (state.Steps == 0)
        {
            Begin(state.Prompts);
        }

        long vocabulary = logits.Size(1);
        Tensor scores = LogitWarpers.PenalizeRepetition(logits.To(DType.Float32).LogSoftmax(-1), state)
            + Tensor.From(sums, sums.Length, 1).To(logits.Device);
        TensorPair top = scores.View(state.Prompts, beams * vocabulary).TopK(Math.Min(width, beams * vocabulary));
        float[] candidateSums = top.First.ToArray<float>();
        long[] candidates = top.Second.ToArray<long>();
        var choice = new StepChoice(new long[sums.Length], new long[sums.Length], IsDone: false);
        for (int prompt = 0; prompt < state.Prompts; prompt++)
        {
            int count = candidates.Length / state.Prompts;
            var own = new Candidates(candidates.AsSpan(prompt * count, count), candidateSums.AsSpan(prompt * count, count), vocabulary);
            ChooseFor(prompt, own, state, choice);
        }

        return choice with { IsDone = Array.TrueForAll(done, one => one) };
    }

    /// <inheritdoc/>
    public IReadOnlyList<Generation> Finish(DecodingState state)
    {
        for (int row = 0; row < sums.Length; row++)
        {
            if (!done[row / beams])
            {
                hypotheses[row / beams].Add(new Generation([.. state.Answers[row]], FinishReason.Length), sums[row], state.LengthOf(row));
            }
        }

        return [.. hypotheses.Select(finished => finished.Best!)];
    }

    private void Begin(int prompts)
    {
        hypotheses = [.. Enumerable.Range(0, prompts).Select(_ => new BeamHypotheses(beams, options.LengthPenalty))];
        done = new bool[prompts];

        // All beams of a prompt begin alike; only the first may choose, or every beam would make the same choice.
        sums = [.. Enumerable.Range(0, prompts * beams).Select(row => row % beams == 0 ? 0 : Dead)];
    }

    private void ChooseFor(int prompt, Candidates candidates, DecodingState state, StepChoice choice)
    {
        int firstRow = prompt * beams;
        int filled = 0;
        for (int i = 0; i < candidates.Count && filled < beams; i++)
        {
            int source = firstRow + candidates.Beam(i);
            long token = candidates.Token(i);
            if (!done[prompt] && state.EndsWith(source, token) is { } kept)
            {
                // An end that is not among the best beams would not have been followed either.
                if (i < beams)
                {
                    long[] answer = [.. state.Answers[source].Append(token).Take(kept)];
                    int answerLength = state.RowPrompts[source].TokenIds.Length + kept;
                    hypotheses[prompt].Add(new Generation(answer, FinishReason.Stop), candidates.Sum(i), answerLength);
                }

                continue;
            }

            Follow(choice, firstRow + filled++, source, token, candidates.Sum(i));
        }

        // Where nearly every candidate is an end, the beams that are left go on without a chance.
        for (; filled < beams; filled++)
        {
            Follow(choice, firstRow + filled, firstRow, candidates.Token(0), Dead);
        }

        done[prompt] |= hypotheses[prompt].IsDone(candidates.Sum(0), state.LengthOf(firstRow) + 1);
    }

    private void Follow(StepChoice choice, int row, int source, long token, float sum)
    {
        choice.Tokens[row] = token;
        choice.Rows![row] = source;
        sums[row] = sum;
    }

    private readonly ref struct Candidates(ReadOnlySpan<long> flat, ReadOnlySpan<float> sums, long vocabulary)
    {
        private readonly ReadOnlySpan<long> flat = flat;
        private readonly ReadOnlySpan<float> sums = sums;

        internal int Count => flat.Length;

        internal int Beam(int index) => (int)(flat[index] / vocabulary);

        internal long Token(int index) => flat[index] % vocabulary;

        internal float Sum(int index) => sums[index];
    }
}
