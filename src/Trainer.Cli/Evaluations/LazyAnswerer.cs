using Trainer.Cli.Models;
using Trainer.Evaluation.Benchmarks;

namespace Trainer.Cli.Evaluations;

/// <summary>Opens a model at its first question, since scoring saved answers needs none.</summary>
internal sealed class LazyAnswerer(ModelEvaluationOptions options) : IAnswerer, IDisposable
{
    private readonly PictureFolders pictures = options.Pictures;
    private LoadedModel? model;
    private ModelAnswerer? answerer;

    public IReadOnlyList<string> Answer(IReadOnlyList<Question> batch)
    {
        answerer ??= Open();
        return answerer.Answer(batch);
    }

    public bool CanSee(Question question) => pictures.Has(question);

    public void Dispose() => model?.Dispose();

    private ModelAnswerer Open()
    {
        model = LoadedModel.Open(options.Model, options.Template);
        var asked = new Answerer(model.Dialogue, options.Decoding, Pictures.CachedFor(model.Dialogue.Network.Config), options.Seed);
        return new ModelAnswerer(asked, pictures, options.OptionScores);
    }
}
