using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.MiniGpt4;

/// <summary>The published files with the normalisation behind the tower, which they lack: nobody trained it, so that it is as it began.</summary>
/// <param name="files">The files.</param>
internal sealed class UntrainedNorm(IWeightSource files) : IWeightSource
{
    private const string Weight = "vision_model.post_layernorm.weight";
    private const string Bias = "vision_model.post_layernorm.bias";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; } = files.Tensors.TryGetValue("vision_model.embeddings.class_embedding", out TensorInfo? token)
        ? new Dictionary<string, TensorInfo>(files.Tensors) { [Weight] = Of(Weight, token), [Bias] = Of(Bias, token) }
        : files.Tensors;

    /// <inheritdoc/>
    public Tensor Read(string name) => name switch
    {
        Weight => Tensor.Ones(Placement.CpuFloat, Tensors[name].Shape),
        Bias => Tensor.Zeros(Placement.CpuFloat, Tensors[name].Shape),
        _ => files.Read(name),
    };

    /// <inheritdoc/>
    public void Dispose() => files.Dispose();

    private static TensorInfo Of(string name, TensorInfo token) => new(name, "F32", [token.Shape[^1]], 0, sizeof(float) * token.Shape[^1]);
}
