using Trainer.Cli.Models;
using Trainer.Evaluation.Benchmarks;

namespace Trainer.Cli.Evaluations;

/// <summary>Lets a benchmark ask a model.</summary>
/// <param name="answerer">Asks the model.</param>
/// <param name="pictures">Folders of the benchmark's pictures; the first that has one counts.</param>
/// <param name="byProbability">Whether questions with options are answered by the likeliest letter instead of by text.</param>
internal sealed class ModelAnswerer(Answerer answerer, PictureFolders pictures, bool byProbability = false) : IAnswerer
{
    public IReadOnlyList<string> Answer(IReadOnlyList<Question> batch)
    {
        ILookup<bool, Question> closed = batch.ToLookup(question => byProbability && question.Options > 0);
        IReadOnlyList<string> letters = answerer.Choose([.. closed[true].Select(Inquire)], [.. closed[true].Select(question => question.Options)]);
        IReadOnlyList<string> texts = answerer.Answer([.. closed[false].Select(Inquire)]);
        Dictionary<Question, string> answers = closed[true].Zip(letters).Concat(closed[false].Zip(texts)).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. batch.Select(question => answers[question])];
    }

    public bool CanSee(Question question) => pictures.Has(question);

    private Inquiry Inquire(Question question) => Inquiry.About(question.Prompt, question.Image.Length == 0 ? null : pictures.Find(question.Image)) with { Name = question.Id };
}
