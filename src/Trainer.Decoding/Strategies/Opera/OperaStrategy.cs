using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Decoding.Strategies.Opera;

/// <summary>
/// Beam search that distrusts candidates which lean on a single token of the answer, and goes back where all beams keep leaning on the same one
/// (OPERA, arXiv:2311.17911). Every prompt goes back on its own, so that its answer doesn't depend on the others.
/// </summary>
/// <param name="options">Beams, and OPERA's own settings.</param>
/// <param name="watchSteps">Is shown what each step found, prompt by prompt; null: nobody.</param>
public sealed class OperaStrategy(GenerationOptions options, Action<OperaStep>? watchSteps = null) : IDecodingStrategy
{
    // A candidate never loses so much that it would be worse than a token that is none, at CandidateScores.Excluded.
    private const double MostLoss = 900;

    private readonly OperaOptions settings = options.Opera;
    private readonly Beams beams = new(options);
    private readonly AttentionWatch watch = new();
    private bool[][] isImage = [];
    private OperaSearch[] searches = [];
    private ColumnProducts[] columns = [];
    private AttentionRow?[] foreseen = [];
    private StepChoice? last;

    /// <inheritdoc/>
    public IAttentionObserver Observer => watch;

    /// <inheritdoc/>
    public int Lookahead => settings.NumAttnCandidates;

    /// <inheritdoc/>
    public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => [.. Enumerable.Repeat(prompt, beams.Each)];

    /// <inheritdoc/>
    public StepChoice Choose(Tensor logits, DecodingState state)
    {
        if (state.Steps == 0)
        {
            Begin(state);
        }

        // 1. Look one token ahead of every beam, and let what looks untrustworthy lose.
        TakeInLastTokens(state);
        OperaCandidates candidates = LookAhead(logits.To(DType.Float32), state);
        var scores = new CandidateScores(candidates, beams, state, logits.Size(1));

        // 2. Where all beams of a prompt keep trusting the same token, go back and choose otherwise.
        Rollback?[] ways = [.. Enumerable.Range(0, state.Prompts).Select(prompt => beams.IsDone(prompt) ? null : Decide(prompt, candidates, state))];
        Continuation[][]? again = Array.TrueForAll(ways, way => way is null) ? null : GoBack(ways, state);

        // 3. Follow the best beams, with what is known of them.
        last = beams.Choose([.. ways.Select((way, prompt) => way is null ? scores.Best(prompt) : again![prompt])], state);
        columns = [.. last.Rows!.Select(row => columns[row].Copy())];
        foreseen = [.. last.Tokens.Select((token, row) => candidates.Find(last.Rows![row], token))];
        return last;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Generation> Finish(DecodingState state) => beams.Best;

    private void Begin(DecodingState state)
    {
        beams.Begin(state.Prompts);
        searches = [.. Enumerable.Range(0, state.Prompts).Select(_ => new OperaSearch(settings))];
        columns = [.. state.RowPrompts.Select(_ => new ColumnProducts(settings.ScaleFactor))];
        isImage = [.. state.RowPrompts.Select(prompt => Array.ConvertAll(prompt.TokenIds, settings.ImageTokens.Contains))];
        watch.IsOpen = true;
    }

    /// <summary>Adds where the last tokens look to the columns: seen just now, or already when they were candidates.</summary>
    private void TakeInLastTokens(DecodingState state)
    {
        AttentionGlimpse? read = watch.Take();
        for (int row = 0; last is not null && row < columns.Length; row++)
        {
            AttentionRow own = read?.Row((row, 0), columns.Length, state.LengthOf(row) - 1, isImage[row]) ?? foreseen[row]!;
            columns[row].Append(own.Answer);
        }
    }

    private OperaCandidates LookAhead(Tensor logits, DecodingState state)
    {
        TensorPair top = logits.TopK(Math.Min(settings.NumAttnCandidates, logits.Size(1)));
        var candidates = new OperaCandidates(top.Second.ToArray<long>(), top.First.ToArray<float>(), columns.Length);
        state.Session.Peek(candidates.Rows, candidates.Tokens);
        AttentionGlimpse seen = watch.Take()!;
        for (int i = 0; i < candidates.Tokens.Length; i++)
        {
            int row = (int)candidates.Rows[i];
            AttentionRow own = seen.Row((row, i % candidates.Each), columns.Length, state.LengthOf(row), isImage[row]);
            OverTrust verdict = OverTrust.Of(columns[row], own);
            candidates.Judge(i, own, verdict.Location, Math.Min(settings.PenaltyWeights * Math.Min(verdict.Penalty, (double)Half.MaxValue), MostLoss));
        }

        return candidates;
    }

    /// <summary>Reads again the places that prompts went back to.</summary>
    /// <returns>The best continuations there, without what was chosen there before.</returns>
    private Continuation[][] GoBack(Rollback?[] ways, DecodingState state)
    {
        // What is read again was seen before; its columns come with the place.
        watch.IsOpen = false;
        Tensor logits = state.Restart([.. ways.SelectMany((way, prompt) => way?.Place.Answers ?? AnswersOf(prompt, state))]).To(DType.Float32);
        watch.IsOpen = true;
        return beams.Likeliest(Tensor.Cat(0, [.. ways.Select((way, prompt) => way is null ? RowsOf(logits, prompt) : Without(RowsOf(logits, prompt), way.Rejected))]), state);
    }

    private Rollback? Decide(int prompt, OperaCandidates candidates, DecodingState state)
    {
        int firstRow = prompt * beams.Each;
        int length = state.Answers[firstRow].Count + 1;
        searches[prompt].Note(
            new OperaPlace(AnswersOf(prompt, state), beams.Save(prompt), columns[firstRow..(firstRow + beams.Each)], LastSteps(firstRow)),
            candidates.Trusted(firstRow, beams.Each));
        Rollback? way = searches[prompt].GoBack(length);
        if (way is not null)
        {
            beams.Restore(prompt, way.Place.Beams);
            way.Place.Columns.CopyTo(columns, firstRow);
        }

        watchSteps?.Invoke(new OperaStep(prompt, candidates.Part(firstRow, beams.Each), length, way?.Kept));
        return way;
    }

    private long[][] AnswersOf(int prompt, DecodingState state) =>
        [.. Enumerable.Range(prompt * beams.Each, beams.Each).Select(row => state.Answers[row].ToArray())];

    private BeamStep[] LastSteps(int firstRow) => last is null
        ? []
        : [.. Enumerable.Range(firstRow, beams.Each).Select(row => new BeamStep((int)last.Rows![row] - firstRow, last.Tokens[row]))];

    private Tensor RowsOf(Tensor scores, int prompt) => scores.Narrow(0, prompt * beams.Each, beams.Each);

    private static Tensor Without(Tensor scores, IReadOnlyList<BeamStep> rejected)
    {
        float[] values = scores.ToArray<float>();
        int vocabulary = (int)scores.Size(1);
        foreach (BeamStep step in rejected)
        {
            values[(step.Beam * vocabulary) + step.Token] = values.AsSpan(step.Beam * vocabulary, vocabulary).ToArray().Min();
        }

        return Tensor.From(values, scores.Shape).To(scores.Device);
    }
}
