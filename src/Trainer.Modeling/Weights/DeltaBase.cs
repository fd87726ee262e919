using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>
/// The language model that a checkpoint is published as a difference to, because its licence does not let others pass it on: weight =
/// difference + base. Rows that the checkpoint added, and weights that the base lacks, are whole.
/// </summary>
internal sealed class DeltaBase : IDisposable
{
    private readonly string directory;
    private readonly ShardedWeights weights;
    private readonly Dictionary<string, string> names;

    private DeltaBase(string directory, ShardedWeights weights)
    {
        this.directory = directory;
        this.weights = weights;
        names = weights.Tensors.Keys.Where(name => NameMap.ToOurs(name) is not null).ToDictionary(name => NameMap.ToOurs(name)!);
    }

    /// <summary>Opens the base's folder.</summary>
    internal static DeltaBase Open(string directory) => new(directory, ShardedWeights.Open(directory));

    /// <summary>The whole weight, Float32; of a weight that the base lacks, the difference itself.</summary>
    /// <param name="name">Our name.</param>
    /// <param name="difference">What the checkpoint has.</param>
    /// <exception cref="CheckpointException">The base's weight is larger, or wider.</exception>
    internal Tensor Complete(string name, Tensor difference)
    {
        if (!names.TryGetValue(name, out string? own))
        {
            return difference;
        }

        Tensor plain = weights.Read(own);
        if (plain.Rank != difference.Rank || plain.Size(0) > difference.Size(0) || !plain.Shape.AsSpan(1).SequenceEqual(difference.Shape.AsSpan(1)))
        {
            throw new CheckpointException($"{own} of {directory} is {plain}, but the difference to it is {difference}. Name the base that the checkpoint was made from.");
        }

        Tensor whole = difference.To(DType.Float32).Clone();
        whole.Narrow(0, 0, plain.Size(0)).AddInPlace(plain.To(DType.Float32));
        return whole;
    }

    /// <inheritdoc/>
    public void Dispose() => weights.Dispose();
}
