using Trainer.Data;
using Trainer.Evaluation.Benchmarks;

namespace Trainer.Cli.Evaluations;

/// <summary>Asks nobody: what is saved is scored, and nothing may be added to it.</summary>
/// <param name="pictures">Folders of the benchmark's pictures.</param>
/// <param name="path">The answers file.</param>
internal sealed class SavedAnswers(PictureFolders pictures, string path) : IAnswerer
{
    public IReadOnlyList<string> Answer(IReadOnlyList<Question> batch) => throw new DataException(
        $"{path} has no answer to question {batch[0].Id}, and none is added to those that it has unless {Path.GetFileName(AnswerSettingsFile.PathFor(path))} says what they were given with. "
        + "Name another --answers, or delete the file to ask anew.");

    public bool CanSee(Question question) => pictures.Has(question);
}
