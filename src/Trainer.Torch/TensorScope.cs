namespace Trainer.Torch;

/// <summary>
/// Frees every tensor that this thread makes between construction and disposal, save those that are kept.
/// Scopes nest; a kept tensor passes to the scope around this one, or to the caller where there is none.
/// </summary>
/// <example><code>
/// using var scope = new TensorScope();
/// Tensor loss = -(margin * beta).LogSigmoid().Mean();
/// return scope.Keep(loss);
/// </code></example>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? current;

    private readonly TensorScope? outer;
    private readonly List<Tensor> owned = [];
    private bool disposed;

    /// <summary>Opens a scope on this thread.</summary>
    public TensorScope()
    {
        outer = current;
        current = this;
    }

    /// <summary>How many native tensors this process holds: the number that must not grow from step to step.</summary>
    public static long LiveTensors => Interop.NativeMethods.tt_tensor_live_count();

    /// <summary>Lets a tensor outlive this scope.</summary>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (ReferenceEquals(tensor.Scope, this))
        {
            tensor.Scope = outer;
            outer?.owned.Add(tensor);
        }

        return tensor;
    }

    /// <summary>Lets a tensor outlive every scope: its holder disposes it. For weights, optimiser state and caches.</summary>
    public static Tensor Release(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        tensor.Scope = null;
        return tensor;
    }

    /// <summary>Frees what was not kept.</summary>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        current = outer;
        for (int i = owned.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(owned[i].Scope, this))
            {
                owned[i].Dispose();
            }
        }

        owned.Clear();
    }

    internal static void Register(Tensor tensor)
    {
        TensorScope? scope = current;
        tensor.Scope = scope;
        scope?.owned.Add(tensor);
    }
}
