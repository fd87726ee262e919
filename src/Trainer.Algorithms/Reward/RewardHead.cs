using Trainer.Algorithms.Common;
using Trainer.Modeling;
using Trainer.Modeling.Heads;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Algorithms.Reward;

/// <summary>The layer that makes a score of a hidden state, in Float32, with the card of the model that it belongs to.</summary>
public sealed class RewardHead : IModelPart
{
    /// <summary>Its weights' file, beside the model's or adapter's.</summary>
    public const string FileName = "reward_head.safetensors";

    private const string Name = "reward_head";
    private readonly ScalarHead head;

    private RewardHead(ParameterSource source, long hiddenSize, RewardCard card)
    {
        var builder = new ParameterBuilder(source);
        head = new ScalarHead(builder, Name, hiddenSize);
        Parameters = builder.Parameters;
        Card = card;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What the model must be given to be scored with.</summary>
    public RewardCard Card { get; }

    /// <summary>A head before its first step: weights uniform within ±1/√hidden, bias 0, as released.</summary>
    public static RewardHead Fresh(long hiddenSize, RewardCard card, RandomRoot random, Device device)
    {
        using RandomStream stream = random.Stream("reward head");
        double bound = 1 / Math.Sqrt(hiddenSize);
        return new RewardHead(
            (_, shape, initialization) => initialization == Initialization.Zeros
                ? Tensor.Zeros(new Placement(device, DType.Float32), shape)
                : Tensor.Empty(Placement.CpuFloat, shape).FillUniform(-bound, bound, stream).To(device),
            hiddenSize,
            card);
    }

    /// <summary>Reads a trained head and its card.</summary>
    /// <exception cref="CheckpointException">The folder holds no reward model, or one for a model of another width.</exception>
    public static RewardHead Read(string folder, long hiddenSize, Device device)
    {
        RewardCard card = RewardCard.Read(folder);
        string path = Path.Combine(folder, FileName);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return new RewardHead((name, shape, _) => Weight(file, path, name, shape).To(new Placement(device, DType.Float32)), hiddenSize, card);
    }

    /// <summary>Scores hidden states after the final normalisation.</summary>
    /// <param name="hidden">[…, hidden].</param>
    /// <returns>[…], Float32.</returns>
    public Tensor Forward(Tensor hidden) => head.Forward(hidden.To(DType.Float32));

    /// <inheritdoc/>
    public void Write(string folder)
    {
        SafetensorsWriter.Write(Path.Combine(folder, FileName), Named());
        Card.Write(folder);
    }

    /// <inheritdoc/>
    public void RequireWritten(string folder) => WrittenWeights.RequireEqual(folder, SafetensorsFile.Open(Path.Combine(folder, FileName)), Named());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters)
        {
            parameter.Value.Dispose();
        }
    }

    private IEnumerable<NamedTensor> Named() => Parameters.Select(parameter => new NamedTensor(parameter.Name, parameter.Value));

    private static Tensor Weight(SafetensorsFile file, string path, string name, long[] shape)
    {
        Tensor? weight = file.Tensors.ContainsKey(name) ? file.Read(name) : null;
        return weight is not null && weight.Shape.SequenceEqual(shape)
            ? weight
            : throw new CheckpointException($"{path}: '{name}' must be [{string.Join(", ", shape)}], but is {(weight is null ? "not there" : weight)}. It belongs to another base model.");
    }
}
