using Trainer.Modeling;
using Trainer.Modeling.Heads;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Algorithms.Common;

/// <summary>A layer that makes a number of a hidden state, in Float32, with its file beside a model's or an adapter's.</summary>
public sealed class ScalarHeadPart : IModelPart
{
    private readonly string fileName;
    private readonly ScalarHead head;

    /// <summary>Makes a head.</summary>
    /// <param name="name">What its weights are called.</param>
    /// <param name="fileName">Its file in a model's folder.</param>
    /// <param name="hiddenSize">Width of the states.</param>
    /// <param name="source">Where its weights come from.</param>
    public ScalarHeadPart(string name, string fileName, long hiddenSize, ParameterSource source)
    {
        this.fileName = fileName;
        var builder = new ParameterBuilder(source);
        head = new ScalarHead(builder, name, hiddenSize);
        Parameters = builder.Parameters;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Weights as a file has them: ours, or one of torch's with a <c>weight</c> and a <c>bias</c>, as LLaVA-RLHF leaves its heads.</summary>
    /// <exception cref="CheckpointException">The file is not there, or its weights have other shapes; thrown when they are read.</exception>
    public static ParameterSource From(string path, Device device) => (name, shape, _) =>
    {
        using IWeightSource file = WeightFile.Open(path);
        string? stored = new[] { name, name[(name.LastIndexOf('.') + 1)..] }.FirstOrDefault(file.Tensors.ContainsKey);
        Tensor? weight = stored is null ? null : file.Read(stored);
        return weight is not null && weight.Shape.SequenceEqual(shape)
            ? weight.To(new Placement(device, DType.Float32)).Clone()
            : throw new CheckpointException($"{path}: '{name}' must be [{string.Join(", ", shape)}], but is {(weight is null ? "not there" : weight)}. It belongs to another base model.");
    };

    /// <summary>Scores hidden states after the final normalisation.</summary>
    /// <param name="hidden">[…, hidden].</param>
    /// <returns>[…], Float32.</returns>
    public Tensor Forward(Tensor hidden) => head.Forward(hidden.To(DType.Float32));

    /// <inheritdoc/>
    public void Write(string folder) => SafetensorsWriter.Write(Path.Combine(folder, fileName), Named());

    /// <inheritdoc/>
    public void RequireWritten(string folder) => WrittenWeights.RequireEqual(folder, SafetensorsFile.Open(Path.Combine(folder, fileName)), Named());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters)
        {
            parameter.Value.Dispose();
        }
    }

    private IEnumerable<NamedTensor> Named() => Parameters.Select(parameter => new NamedTensor(parameter.Name, parameter.Value));
}
