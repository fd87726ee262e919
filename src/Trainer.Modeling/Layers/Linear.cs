using Trainer.Modeling.Adapters;
using Trainer.Torch;

namespace Trainer.Modeling.Layers;

/// <summary>x · Wᵀ + b, plus the active low-rank adapter's share where one is attached.</summary>
public sealed class Linear
{
    /// <summary>Registers the weight, [outputs, inputs], and the bias.</summary>
    /// <param name="builder">Collects the weights.</param>
    /// <param name="path">Module path, such as <c>model.layers.0.self_attn.q_proj</c>.</param>
    /// <param name="group">Part of the model.</param>
    /// <param name="shape">Sizes.</param>
    public Linear(ParameterBuilder builder, string path, ParameterGroup group, LinearShape shape)
    {
        Path = path;
        Weight = builder.Add($"{path}.weight", group, Initialization.Projection, shape.Outputs, shape.Inputs);
        Bias = shape.Bias ? builder.Add($"{path}.bias", group, Initialization.Zeros, shape.Outputs) : null;
    }

    /// <summary>Module path.</summary>
    public string Path { get; }

    /// <summary>[outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs], or none.</summary>
    public Parameter? Bias { get; }

    /// <summary>The adapter that takes part; switched by <see cref="AdapterSet"/>.</summary>
    internal LowRankDelta? Active { get; set; }

    /// <summary>Applies the layer over the last dimension.</summary>
    public Tensor Forward(Tensor input, ForwardContext context) => ForwardAll(input, context, this)[0];

    /// <summary>Applies several layers to one input, which is read for all of them and their adapters together.</summary>
    /// <returns>Each layer's output, in order.</returns>
    public static Tensor[] ForwardAll(Tensor input, ForwardContext context, params ReadOnlySpan<Linear> layers)
    {
        var weights = new List<Tensor>(2 * layers.Length);
        foreach (Linear layer in layers)
        {
            weights.Add(layer.Weight.As(input.DType));
        }

        foreach (Linear layer in layers)
        {
            if (layer.ReadsPlain(context))
            {
                weights.Add(layer.Active!.Down.As(input.DType));
            }
        }

        Tensor[] products = Functional.Linears(input, [.. weights]);
        var outputs = new Tensor[layers.Length];
        int next = layers.Length;
        for (int i = 0; i < layers.Length; i++)
        {
            outputs[i] = layers[i].Complete(products[i], input, context, layers[i].ReadsPlain(context) ? products[next++] : null);
        }

        return outputs;
    }

    private bool ReadsPlain(ForwardContext context) => Active?.ReadsPlain(context) == true;

    private Tensor Complete(Tensor product, Tensor input, ForwardContext context, Tensor? narrow)
    {
        Tensor output = Bias is null ? product : product.AddInPlace(Bias.As(input.DType));
        return Active is null ? output : Active.AddTo(output, narrow ?? Active.Narrow(input, context));
    }
}

/// <summary>Sizes of a linear layer.</summary>
/// <param name="Inputs">Width of the input.</param>
/// <param name="Outputs">Width of the output.</param>
/// <param name="Bias">Whether there is a bias.</param>
public readonly record struct LinearShape(long Inputs, long Outputs, bool Bias = false);
