using Trainer.Cli.Models;
using Trainer.Evaluation.Benchmarks;

namespace Trainer.Cli.Evaluations;

/// <summary>Lets a benchmark ask a model.</summary>
/// <param name="answerer">Asks the model.</param>
/// <param name="pictures">Folders of the benchmark's pictures; the first that has one counts.</param>
internal sealed class ModelAnswerer(Answerer answerer, PictureFolders pictures) : IAnswerer
{
    public IReadOnlyList<string> Answer(IReadOnlyList<Question> batch) =>
        answerer.Answer([.. batch.Select(question => Inquiry.About(question.Prompt, question.Image.Length == 0 ? null : pictures.Find(question.Image)))]);

    public bool CanSee(Question question) => pictures.Has(question);
}
