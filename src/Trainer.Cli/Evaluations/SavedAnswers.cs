using Trainer.Data;
using Trainer.Evaluation.Benchmarks;

namespace Trainer.Cli.Evaluations;

/// <summary>Asks nobody: what is saved is scored, and nothing may be added to it.</summary>
/// <param name="pictures">Folders of the benchmark's pictures.</param>
/// <param name="path">The answers file.</param>
/// <param name="reason">Why nobody is asked.</param>
internal sealed class SavedAnswers(PictureFolders pictures, string path, string reason) : IAnswerer
{
    public IReadOnlyList<string> Answer(IReadOnlyList<Question> batch) => throw new DataException(
        $"{path} has no answer to question {batch[0].Id}, and none is added, because {reason}.");

    public bool CanSee(Question question) => pictures.Has(question);
}
