using Trainer.Torch.Interop;

namespace Trainer.Torch;

public sealed unsafe partial class Tensor
{
    /// <summary>Whether gradients are kept for this tensor, or flow through it.</summary>
    public bool RequiresGrad
    {
        get => NativeMethods.tt_tensor_requires_grad(Handle) != 0;
        set => Native.Check(NativeMethods.tt_tensor_set_requires_grad(Handle, value ? 1 : 0), $"Set requires_grad of {this}");
    }

    /// <summary>The gradient that has accumulated on this leaf; null before the first backward pass. The caller's scope owns the view.</summary>
    public Tensor? Grad
    {
        get
        {
            Native.Check(NativeMethods.tt_tensor_grad(Handle, out nint gradient), $"Read the gradient of {this}");
            return gradient == 0 ? null : Adopt(gradient);
        }

        set => Native.Check(NativeMethods.tt_tensor_set_grad(Handle, value?.Handle ?? 0), $"Set the gradient of {this}");
    }

    /// <summary>Propagates gradients from this scalar to every leaf.</summary>
    public void Backward() => Backward([this], null);

    /// <summary>Propagates given gradients from several roots at once.</summary>
    /// <param name="roots">Tensors with a history.</param>
    /// <param name="gradients">One for each root; null for scalars, whose gradient is 1.</param>
    public static void Backward(ReadOnlySpan<Tensor> roots, Tensor?[]? gradients)
    {
        nint* rootHandles = stackalloc nint[roots.Length];
        nint* gradientHandles = stackalloc nint[roots.Length];
        for (int i = 0; i < roots.Length; i++)
        {
            rootHandles[i] = roots[i].Handle;
            gradientHandles[i] = gradients?[i]?.Handle ?? 0;
        }

        int status = NativeMethods.tt_autograd_backward(rootHandles, gradientHandles, roots.Length);
        if (status != 0)
        {
            throw CustomGradient.TakePendingError() is { } inner
                ? new TorchException($"Backward pass: {inner.Message}", inner)
                : new TorchException($"Backward pass: {Native.LastError()}");
        }
    }
}
