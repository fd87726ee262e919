using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>Polling for objects: yes/no questions about one split (POPE, arXiv:2305.10355).</summary>
/// <param name="split">Name of the split, such as <c>random</c>.</param>
/// <param name="questions">What to ask.</param>
/// <param name="options">How to ask and to read the answers.</param>
public sealed class PopeBenchmark(string split, IReadOnlyList<PopeQuestion> questions, PopeOptions options) : IBenchmark
{
    /// <inheritdoc/>
    public string Name => $"pope_{split}";

    /// <inheritdoc/>
    public IReadOnlyList<Question> Questions { get; } =
        [.. questions.Select(question => new Question(question.Id, question.Image, question.Text + options.PromptSuffix))];

    /// <inheritdoc/>
    public IBenchmark Except(IReadOnlySet<string> questionIds) =>
        new PopeBenchmark(split, [.. questions.Where(question => !questionIds.Contains(question.Id))], options);

    /// <inheritdoc/>
    public IBenchmarkResult Score(IReadOnlyList<SavedAnswer> answers) =>
        PopeScorer.Score(split, questions, Texts(answers), options.Parser, options.Bootstrap);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Comparison> Compare(IReadOnlyList<SavedAnswer> baseline, IReadOnlyList<SavedAnswer> candidate) =>
        PopeScorer.Metrics.Compare(Counts(baseline), Counts(candidate), options.Bootstrap);

    private PopeCounts[] Counts(IReadOnlyList<SavedAnswer> answers) => [.. PopeScorer.CountByImage(questions, Texts(answers), options.Parser).Values];

    private string[] Texts(IReadOnlyList<SavedAnswer> answers) => [.. AnswerBook.InOrder(Name, Questions, answers).Select(answer => answer.Answer)];
}

/// <summary>How POPE is asked and read. Reported scores differ by these, so name them with the scores.</summary>
public sealed record PopeOptions
{
    /// <summary>Added to each question: nothing as in OPERA, or LLaVA's <c>"\nAnswer the question using a single word or phrase."</c></summary>
    public string PromptSuffix { get; init; } = "";

    /// <summary>The rule that reads the answers.</summary>
    public IPopeAnswerParser Parser { get; init; } = PopeAnswerParsers.Default;

    /// <summary>Draws for the interval of F1.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();
}
