using Trainer.Data.Text;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Scoring;

namespace Trainer.Evaluation.Benchmarks.Aokvqa;

/// <summary>Questions with choices, which need knowledge beside eyes (A-OKVQA, arXiv:2206.01718).</summary>
/// <param name="questions">What to ask.</param>
/// <param name="images">Names of the pictures' files by COCO's number.</param>
public sealed class AokvqaBenchmark(IReadOnlyList<AokvqaQuestion> questions, IReadOnlyDictionary<long, string> images) : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "aokvqa";

    /// <inheritdoc/>
    public IReadOnlyList<Question> Questions { get; } =
        [.. questions.Select(question => new Question(question.Id, images[question.ImageId], ChoiceText.Prompt(question.Text, question.Choices)))];

    /// <inheritdoc/>
    public IBenchmark Except(IReadOnlySet<string> questionIds) =>
        new AokvqaBenchmark([.. questions.Where(question => !questionIds.Contains(question.Id))], images);

    /// <inheritdoc/>
    public IBenchmarkResult Score(IReadOnlyList<SavedAnswer> answers) => AokvqaScorer.Score(questions, Texts(answers));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Comparison> Compare(IReadOnlyList<SavedAnswer> baseline, IReadOnlyList<SavedAnswer> candidate) =>
        new Dictionary<string, Comparison>
        {
            ["accuracy"] = McNemarTest.Compare(AokvqaScorer.Right(questions, Texts(baseline)), AokvqaScorer.Right(questions, Texts(candidate))),
        };

    private string[] Texts(IReadOnlyList<SavedAnswer> answers) => [.. AnswerBook.InOrder(Name, Questions, answers).Select(answer => answer.Answer)];
}
