using Trainer.Modeling;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Algorithms.Common.Rewards;

/// <summary>The layer that makes a score of a hidden state, in Float32, with the card of the model that it belongs to.</summary>
public sealed class RewardHead : IModelPart
{
    /// <summary>Its weights' file, beside the model's or adapter's.</summary>
    public const string FileName = "reward_head.safetensors";

    private readonly ScalarHeadPart head;

    private RewardHead(ParameterSource source, long hiddenSize, RewardCard card)
    {
        head = new ScalarHeadPart("reward_head", FileName, hiddenSize, source);
        Card = card;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => head.Parameters;

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
    public static RewardHead Read(string folder, long hiddenSize, Device device) =>
        new(ScalarHeadPart.From(Path.Combine(folder, FileName), device), hiddenSize, RewardCard.Read(folder));

    /// <summary>Takes a trained head from a file that has no card beside it.</summary>
    /// <exception cref="CheckpointException">The file holds no head, or one for a model of another width.</exception>
    public static RewardHead From(string path, long hiddenSize, RewardCard card) => new(ScalarHeadPart.From(path, Device.Cpu), hiddenSize, card);

    /// <inheritdoc cref="ScalarHeadPart.Forward"/>
    public Tensor Forward(Tensor hidden) => head.Forward(hidden);

    /// <inheritdoc/>
    public void Write(string folder)
    {
        head.Write(folder);
        Card.Write(folder);
    }

    /// <inheritdoc/>
    public void RequireWritten(string folder) => head.RequireWritten(folder);

    /// <inheritdoc/>
    public void Dispose() => head.Dispose();
}
