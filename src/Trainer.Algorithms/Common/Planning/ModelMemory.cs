using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Footprint;
using Trainer.Torch;
using Trainer.Torch.Optim;

namespace Trainer.Algorithms.Common.Planning;

/// <summary>What a model takes whatever it does: its weights, what learns of it, and what is kept of pictures.</summary>
/// <param name="outline">The model, without memory behind its weights.</param>
/// <param name="numerics">Type and kernels of its passes.</param>
public sealed class ModelMemory(TrainableModel outline, Numerics numerics)
{
    private const int Float = 4;

    // Value, gradient and two moments, each in Float32; a narrower type has a copy of value and gradient beside them.
    private const int LearningTensors = 4;

    private readonly LlavaConfig config = outline.Model.Config;
    private readonly IReadOnlyList<Parameter> adapter = [.. outline.Adapter?.Parameters ?? []];

    /// <summary>Weights that stay as they are.</summary>
    public MemoryItem Frozen => new(ItemNames.Frozen, outline.Model.Parameters.ExceptBy(outline.Trainable.Select(tensor => tensor.Name), parameter => parameter.Name).Sum(BytesOf));

    /// <summary>All weights, where none of them learns.</summary>
    public MemoryItem Weights => new(ItemNames.Frozen, outline.Model.Parameters.Concat(adapter).Sum(BytesOf));

    /// <summary>Weights that learn, with their gradients and AdamW's moments.</summary>
    public MemoryItem Learning => new(ItemNames.Learning, outline.Trainable.Sum(LearningBytes));

    /// <summary>An adapter of the same shape that stays as it is, such as a reference's.</summary>
    public MemoryItem FrozenAdapter => new(ItemNames.FrozenAdapters, adapter.Sum(BytesOf));

    /// <summary>Copies of the weights that the adapter touches, while it is merged into them.</summary>
    public MemoryItem Merged => new(ItemNames.Merged, adapter.Chunk(2).Sum(pair => pair[0].Value.Size(1) * pair[1].Value.Size(0)) * numerics.Size);

    /// <summary>Rotary angles of all positions.</summary>
    public MemoryItem Rotary => new(ItemNames.Rotary, (long)config.Text.MaxPositions * config.Text.HeadDim * Float);

    /// <summary>Features of pictures that are kept for the next epoch.</summary>
    /// <param name="pictures">Different pictures.</param>
    /// <param name="mostBytes">Limit.</param>
    public MemoryItem KeptFeatures(long pictures, long mostBytes)
    {
        long each = (long)config.Features.Tokens * config.Features.Width * numerics.Size;
        return new(ItemNames.Features, each * Math.Min(pictures, mostBytes / each));
    }

    /// <summary>What the optimiser's step takes for itself where it isn't one pass over all weights.</summary>
    public MemoryItem Update(Device device) =>
        new(ItemNames.Passing, device.Kind == DeviceKind.Cpu ? 0 : outline.Trainable.Sum(tensor => tensor.Value.Count) * 2 * Float);

    private static long BytesOf(Parameter parameter) => parameter.Value.Count * parameter.Value.DType.Size();

    private static long LearningBytes(TrainableTensor tensor) =>
        tensor.Value.Count * ((LearningTensors * Float) + (tensor.IsLowPrecision ? 2 * tensor.Value.DType.Size() : 0));
}
