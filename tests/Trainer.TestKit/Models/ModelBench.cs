using Trainer.Modeling;
using Trainer.Torch;

namespace Trainer.TestKit.Models;

/// <summary>What the tests of one model need: the model, a folder to write it to, and a scope for what they compute.</summary>
/// <param name="model">The model, which is freed with the rest.</param>
public sealed class ModelBench(LlavaModel model) : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly TensorScope scope = new();

    /// <summary>The model.</summary>
    public LlavaModel Model => model;

    /// <summary>Path of the folder.</summary>
    public string Folder => folder.Path;

    /// <inheritdoc/>
    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
        folder.Dispose();
    }
}
