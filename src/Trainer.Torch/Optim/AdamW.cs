using Trainer.Torch.Distributed;

namespace Trainer.Torch.Optim;

/// <summary>
/// AdamW, arXiv:1711.05101, with PyTorch's arithmetic: decay w ← w·(1 − ηλ), moments, bias correction, and
/// w ← w − η/(1−β₁ᵗ) · m / (√(v/(1−β₂ᵗ)) + ε). One native pass over the flat buffers for the decaying weights, one for the rest.
/// </summary>
public sealed class AdamW : IDisposable
{
    private const string StepName = "step";
    private static readonly Operator AdamWOp = new("trainer::adamw_");

    private readonly AdamWOptions options;
    private readonly Tensor first;
    private readonly Tensor second;

    /// <summary>Starts with empty moments.</summary>
    /// <param name="parameters">What to update; the caller disposes it.</param>
    /// <param name="options">Decay rates.</param>
    public AdamW(FlatParameters parameters, AdamWOptions options)
    {
        Parameters = parameters;
        this.options = options;
        first = TensorScope.Release(parameters.Values.ZerosLike());
        second = TensorScope.Release(parameters.Values.ZerosLike());
    }

    /// <summary>The weights that this optimiser updates.</summary>
    public FlatParameters Parameters { get; }

    /// <summary>Updates made so far (t).</summary>
    public long StepCount { get; private set; }

    /// <summary>Updates every weight from the accumulated gradients and clears them.</summary>
    /// <param name="learningRate">η of this step.</param>
    /// <param name="gradientScale">Multiplies the gradients: 1 / (weight of the step), times the clipping coefficient.</param>
    public void Step(double learningRate, double gradientScale)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        StepCount++;
        Update(0, Parameters.Decaying, learningRate, options.WeightDecay, gradientScale);
        Update(Parameters.Decaying, Parameters.Count - Parameters.Decaying, learningRate, 0, gradientScale);
        Parameters.PublishValues();
        Parameters.ZeroGradients();
    }

    /// <summary>
    /// The whole state as views by name: each weight in Float32 under its own name, its moments under
    /// <c>name.first_moment</c> and <c>name.second_moment</c>, and the step count. The caller's scope owns the views.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> SaveState()
    {
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [StepName] = Tensor.From([StepCount]) };
        foreach ((string suffix, Tensor buffer) in Buffers())
        {
            foreach (TrainableTensor view in Parameters.ViewsOf(buffer))
            {
                state[view.Name + suffix] = view.Value;
            }
        }

        return state;
    }

    /// <summary>Restores what <see cref="SaveState"/> returned, weights included.</summary>
    /// <param name="state">Tensors by name; others are ignored.</param>
    /// <exception cref="TorchException">A tensor is missing or has another shape. Nothing has been changed then.</exception>
    public void RestoreState(IReadOnlyDictionary<string, Tensor> state)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        var copies = new List<(Tensor Target, Tensor Source)>();
        foreach ((string suffix, Tensor buffer) in Buffers())
        {
            foreach (TrainableTensor view in Parameters.ViewsOf(buffer))
            {
                copies.Add((view.Value, Find(state, view.Name + suffix, view.Value.Shape)));
            }
        }

        StepCount = (long)Find(state, StepName, [1]).Item();
        copies.ForEach(copy => copy.Target.CopyFrom(copy.Source));
        Parameters.PublishValues();
        Parameters.ZeroGradients();
    }

    /// <summary>Gives all processes the weights, moments and step count of rank 0.</summary>
    public void ShareState(ProcessGroup group)
    {
        foreach ((_, Tensor buffer) in Buffers())
        {
            group.Broadcast(buffer);
        }

        StepCount = (long)group.AllGather(StepCount)[0][0];
        Parameters.PublishValues();
    }

    /// <summary>Frees the moments.</summary>
    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    private void Update(long start, long length, double learningRate, double weightDecay, double gradientScale)
    {
        if (length > 0)
        {
            AdamWOp.CallInPlace(
                Parameters.Values.Narrow(0, start, length),
                Parameters.Gradients.Narrow(0, start, length),
                first.Narrow(0, start, length),
                second.Narrow(0, start, length),
                learningRate,
                options.Beta1,
                options.Beta2,
                options.Epsilon,
                weightDecay,
                StepCount,
                gradientScale);
        }
    }

    private (string Suffix, Tensor Buffer)[] Buffers() =>
        [(string.Empty, Parameters.Values), (".first_moment", first), (".second_moment", second)];

    private static Tensor Find(IReadOnlyDictionary<string, Tensor> state, string name, long[] shape)
    {
        if (!state.TryGetValue(name, out Tensor? tensor))
        {
            throw new TorchException($"The optimiser's state has no '{name}': it belongs to other trainable weights. Resume with the settings that it was saved with.");
        }

        return tensor.Shape.AsSpan().SequenceEqual(shape)
            ? tensor
            : throw new TorchException($"'{name}' of the optimiser's state has shape [{string.Join(", ", tensor.Shape)}], expected [{string.Join(", ", shape)}]. Resume with the settings that it was saved with.");
    }
}
