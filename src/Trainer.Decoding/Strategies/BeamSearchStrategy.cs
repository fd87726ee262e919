using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>Beam search as transformers does it: twice as many candidates as beams, so that ends never starve the beams.</summary>
/// <param name="options">Beams and length penalty.</param>
public sealed class BeamSearchStrategy(GenerationOptions options) : IDecodingStrategy
{
    private readonly int beams = options.NumBeams;
    private BeamHypotheses[] hypotheses = [];
    private bool[] done = [];
    private double[] sums = [];

    /// <inheritdoc/>
    public int RowsPerPrompt => beams;

    /// <inheritdoc/>
    public StepChoice Choose(Tensor logits, DecodingState state)
    {
        int prompts = state.Prompts.Count;
        if (state.Steps == 0)
        {
            Begin(prompts);
        }

        long vocabulary = logits.Size(1);
        Tensor scores = LogitWarpers.PenalizeRepetition(logits, state).To(DType.Float32).LogSoftmax(-1)
            + Tensor.From(Array.ConvertAll(sums, sum => (float)sum), sums.Length, 1).To(logits.Device);
        TensorPair top = scores.View(prompts, beams * vocabulary).TopK(2 * beams);
        float[] candidateSums = top.First.ToArray<float>();
        long[] candidates = top.Second.ToArray<long>();
        var tokens = new long[prompts * beams];
        var rows = new long[tokens.Length];
        for (int prompt = 0; prompt < prompts; prompt++)
        {
            int first = prompt * 2 * beams;
            var own = new Candidates(candidates.AsSpan(first, 2 * beams), candidateSums.AsSpan(first, 2 * beams), vocabulary);
            ChooseFor(prompt, own, state, tokens, rows);
        }

        return new StepChoice(tokens, rows, Array.TrueForAll(done, one => one));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Generation> Finish(DecodingState state)
    {
        var answers = new Generation[hypotheses.Length];
        for (int prompt = 0; prompt < answers.Length; prompt++)
        {
            bool stopped = done[prompt];
            for (int beam = 0; beam < beams && !stopped; beam++)
            {
                int row = (prompt * beams) + beam;
                hypotheses[prompt].Add([.. state.Answers[row]], sums[row], LengthOf(state, row));
            }

            answers[prompt] = new Generation(hypotheses[prompt].Best!, stopped ? FinishReason.Stop : FinishReason.Length);
        }

        return answers;
    }

    private void Begin(int prompts)
    {
        hypotheses = [.. Enumerable.Range(0, prompts).Select(_ => new BeamHypotheses(beams, options.LengthPenalty))];
        done = new bool[prompts];

        // All beams of a prompt begin alike; only the first may choose, or every beam would make the same choice.
        sums = [.. Enumerable.Range(0, prompts * beams).Select(row => row % beams == 0 ? 0 : -1e9)];
    }

    private void ChooseFor(int prompt, Candidates candidates, DecodingState state, long[] tokens, long[] rows)
    {
        int firstRow = prompt * beams;
        int length = LengthOf(state, firstRow);
        int filled = 0;
        for (int i = 0; i < candidates.Count && filled < beams; i++)
        {
            int source = firstRow + candidates.Beam(i);
            long token = candidates.Token(i);
            if (!done[prompt] && state.IsStop(token))
            {
                if (i < beams)
                {
                    hypotheses[prompt].Add([.. state.Answers[source]], candidates.Sum(i), length);
                }

                continue;
            }

            tokens[firstRow + filled] = token;
            rows[firstRow + filled] = source;
            sums[firstRow + filled] = candidates.Sum(i);
            filled++;
        }

        done[prompt] |= hypotheses[prompt].IsDone(candidates.Sum(0), length);
    }

    private static int LengthOf(DecodingState state, int row) => state.PromptOf(row).TokenIds.Length + state.Answers[row].Count;

    private readonly ref struct Candidates(ReadOnlySpan<long> flat, ReadOnlySpan<float> sums, long vocabulary)
    {
        private readonly ReadOnlySpan<long> flat = flat;
        private readonly ReadOnlySpan<float> sums = sums;

        internal int Count => flat.Length;

        internal int Beam(int index) => (int)(flat[index] / vocabulary);

        internal long Token(int index) => flat[index] % vocabulary;

        internal double Sum(int index) => sums[index];
    }
}
