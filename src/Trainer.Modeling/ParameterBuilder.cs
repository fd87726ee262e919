using Trainer.Torch;

namespace Trainer.Modeling;

/// <summary>What a fresh weight begins as.</summary>
public enum Initialization
{
    /// <summary>Normal with deviation 1/√inputs, which keeps the size of what passes through at any width.</summary>
    Projection,

    /// <summary>Normal with deviation 0.5: as large as what the first blocks add, so that a token is not drowned.</summary>
    Embedding,

    /// <summary>Ones, for normalisations.</summary>
    Ones,

    /// <summary>Zeros, for biases.</summary>
    Zeros,
}

/// <summary>Gives a value for a named weight of a stated shape.</summary>
/// <param name="name">The weight's name.</param>
/// <param name="shape">The shape that the model needs.</param>
/// <param name="initialization">What it would begin as.</param>
public delegate Tensor ParameterSource(string name, long[] shape, Initialization initialization);

/// <summary>Collects a model's weights while its layers are made: names are registered here and nowhere else.</summary>
/// <param name="source">Where values come from.</param>
public sealed class ParameterBuilder(ParameterSource source)
{
    private readonly List<Parameter> parameters = [];

    /// <summary>Every weight so far, in the order of registration.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Values drawn from a stream, for a model that is trained from nothing.</summary>
    public static ParameterSource Fresh(RandomStream stream, Placement placement) => (_, shape, initialization) => initialization switch
    {
        Initialization.Ones => Tensor.Ones(placement, shape),
        Initialization.Zeros => Tensor.Zeros(placement, shape),
        _ => Tensor.Empty(Placement.CpuFloat, shape).FillNormal(0, Deviation(shape, initialization), stream).To(placement),
    };

    /// <summary>Registers a weight.</summary>
    public Parameter Add(string name, ParameterGroup group, Initialization initialization, params long[] shape)
    {
        // What a source makes on the way to a value is freed here; the parameter keeps the value itself.
        using var scope = new TensorScope();
        var parameter = new Parameter(name, Value(name, shape, initialization), group);
        parameters.Add(parameter);
        return parameter;
    }

    private static double Deviation(long[] shape, Initialization initialization) =>
        initialization == Initialization.Embedding ? 0.5 : 1 / Math.Sqrt(shape.Skip(1).Aggregate(1L, (product, size) => product * size));

    /// <summary>Nobody else knows the weights so far if the source fails, so they are freed here.</summary>
    private Tensor Value(string name, long[] shape, Initialization initialization)
    {
        try
        {
            return source(name, shape, initialization);
        }
        catch
        {
            parameters.ForEach(parameter => parameter.Value.Dispose());
            throw;
        }
    }
}
