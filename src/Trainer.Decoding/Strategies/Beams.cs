using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>
/// The beams of every prompt and its finished answers, as transformers keeps them: with more candidates than beams, so that ends never starve
/// the beams.
/// </summary>
/// <param name="options">Beams and length penalty.</param>
internal sealed class Beams(GenerationOptions options)
{
    private const float Dead = -1e9f;

    private BeamHypotheses[] hypotheses = [];
    private bool[] done = [];
    private float[] sums = [];

    /// <summary>Beams of each prompt.</summary>
    internal int Each { get; } = options.NumBeams;

    /// <summary>The best answer to each prompt.</summary>
    internal IReadOnlyList<Generation> Best => [.. hypotheses.Select(finished => finished.Best!)];

    /// <summary>Whether a prompt's answer stands.</summary>
    internal bool IsDone(int prompt) => done[prompt];

    /// <summary>Begins with empty answers.</summary>
    internal void Begin(int prompts)
    {
        hypotheses = [.. Enumerable.Range(0, prompts).Select(_ => new BeamHypotheses(Each, options.LengthPenalty))];
        done = new bool[prompts];

        // All beams of a prompt begin alike; only the first may choose, or every beam would make the same choice.
        sums = [.. Enumerable.Range(0, prompts * Each).Select(row => row % Each == 0 ? 0 : Dead)];
    }

    /// <summary>How many continuations of a prompt are chosen from.</summary>
    internal int Width { get; } = options.NumBeams * (1 + Math.Max(1, options.StopTokens.Count));

    /// <summary>Sum of the log-probabilities of a row's tokens.</summary>
    internal float SumOf(int row) => sums[row];

    /// <summary>The best continuations of every prompt, the best first, where any token may follow.</summary>
    /// <param name="logits">Scores of the next token, [rows, vocabulary].</param>
    /// <param name="state">The answers so far.</param>
    internal Continuation[][] Likeliest(Tensor logits, DecodingState state)
    {
        long vocabulary = logits.Size(1);
        Tensor scores = LogitWarpers.PenalizeRepetition(logits.To(DType.Float32).LogSoftmax(-1), state)
            + Tensor.From(sums, sums.Length, 1).To(logits.Device);
        TensorPair top = scores.View(state.Prompts, Each * vocabulary).TopK(Math.Min(Width, Each * vocabulary));
        float[] best = top.First.ToArray<float>();
        long[] places = top.Second.ToArray<long>();
        int count = best.Length / state.Prompts;
        return [.. best.Select((sum, i) => new Continuation((i / count * Each) + (int)(places[i] / vocabulary), places[i] % vocabulary, sum)).Chunk(count)];
    }

    /// <summary>Lets the beams follow the best continuations of every prompt.</summary>
    /// <param name="best">As many of each prompt as <see cref="Width"/> says, or all that there are, the best first.</param>
    /// <param name="state">The answers so far.</param>
    internal StepChoice Choose(IReadOnlyList<Continuation[]> best, DecodingState state)
    {
        var choice = new StepChoice(new long[sums.Length], new long[sums.Length], IsDone: false);
        for (int prompt = 0; prompt < best.Count; prompt++)
        {
            ChooseFor(prompt, best[prompt], state, choice);
        }

        return choice with { IsDone = Array.TrueForAll(done, one => one) };
    }

    /// <summary>A prompt's place in the search.</summary>
    internal BeamsPlace Save(int prompt) => new(hypotheses[prompt].Copy(), sums.AsSpan(prompt * Each, Each).ToArray());

    /// <summary>Goes back to a prompt's place.</summary>
    internal void Restore(int prompt, BeamsPlace place)
    {
        hypotheses[prompt] = place.Finished.Copy();
        place.Sums.CopyTo(sums, prompt * Each);
    }

    private void ChooseFor(int prompt, Continuation[] best, DecodingState state, StepChoice choice)
    {
        int firstRow = prompt * Each;
        int filled = 0;
        for (int i = 0; i < best.Length && filled < Each; i++)
        {
            (int source, long token, float sum) = best[i];
            if (!done[prompt] && state.EndsWith(source, token) is { } kept)
            {
                // An end that is not among the best beams would not have been followed either.
                if (i < Each)
                {
                    long[] answer = [.. state.Answers[source].Append(token).Take(kept)];
                    Finish(prompt, new Generation(answer, FinishReason.Stop), sum, state.RowPrompts[source]);
                }

                continue;
            }

            Follow(choice, firstRow + filled++, best[i]);
        }

        // Where nearly every candidate is an end, the beams that are left go on without a chance.
        for (; filled < Each; filled++)
        {
            Follow(choice, firstRow + filled, new Continuation(firstRow, best[0].Token, Dead));
        }

        done[prompt] |= hypotheses[prompt].IsDone(best[0].Sum, state.LengthOf(firstRow) + 1);
        if (!done[prompt] && state.Answers[firstRow].Count + 1 >= options.MaxNewTokens)
        {
            FinishOpen(prompt, state, choice);
        }
    }

    /// <summary>Lets the beams compete that are still open at the greatest length.</summary>
    private void FinishOpen(int prompt, DecodingState state, StepChoice choice)
    {
        for (int row = prompt * Each; row < (prompt + 1) * Each; row++)
        {
            long[] answer = [.. state.Answers[(int)choice.Rows![row]], choice.Tokens[row]];
            Finish(prompt, new Generation(answer, FinishReason.Length), sums[row], state.RowPrompts[row]);
        }

        done[prompt] = true;
    }

    private void Finish(int prompt, Generation answer, float sum, Prompt question) =>
        hypotheses[prompt].Add(answer, sum, question.TokenIds.Length + answer.TokenIds.Length);

    private void Follow(StepChoice choice, int row, Continuation continuation)
    {
        choice.Tokens[row] = continuation.Token;
        choice.Rows![row] = continuation.Row;
        sums[row] = continuation.Sum;
    }
}

/// <summary>Where the beams of one prompt stand.</summary>
/// <param name="Finished">Its finished answers.</param>
/// <param name="Sums">The beams' sums of log-probabilities.</param>
internal sealed record BeamsPlace(BeamHypotheses Finished, float[] Sums);
