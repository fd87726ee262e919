using Trainer.Cli.Models;
using Trainer.Evaluation.Benchmarks;

namespace Trainer.Cli.Evaluations;

/// <summary>Lets a benchmark ask a model.</summary>
/// <param name="answerer">Asks the model.</param>
/// <param name="imageDir">Folder of the benchmark's pictures.</param>
internal sealed class ModelAnswerer(Answerer answerer, string imageDir) : IAnswerer
{
    public IReadOnlyList<string> Answer(IReadOnlyList<Question> batch) =>
        answerer.Answer([.. batch.Select(question => Inquiry.About(question.Prompt, ImageLocator.Find(imageDir, question.Image)))]);
}
