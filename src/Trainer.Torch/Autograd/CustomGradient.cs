using System.Runtime.InteropServices;
using Trainer.Torch.Interop;

namespace Trainer.Torch;

/// <summary>Computes the gradients of a custom node's inputs from those of its outputs.</summary>
/// <param name="outputGradients">One for each output; null where nothing flows.</param>
/// <returns>One for each input, in order; null where none is needed.</returns>
public delegate Tensor?[] BackwardFunction(Tensor?[] outputGradients);

/// <summary>Puts a node with a managed backward function into libtorch's graph.</summary>
public static unsafe class CustomGradient
{
    [ThreadStatic]
    private static Exception? pendingError;

    /// <summary>
    /// Makes <paramref name="outputs"/>, computed without recording, depend on <paramref name="inputs"/> through
    /// <paramref name="backward"/>. The function may run on another thread, at most once.
    /// </summary>
    public static void Attach(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, BackwardFunction backward)
    {
        nint* inputHandles = stackalloc nint[inputs.Length];
        nint* outputHandles = stackalloc nint[outputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputHandles[i] = inputs[i].Handle;
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            outputHandles[i] = outputs[i].Handle;
        }

        nint context = GCHandle.ToIntPtr(GCHandle.Alloc(backward));
        int status = NativeMethods.tt_autograd_attach(
            inputHandles, inputs.Length, outputHandles, outputs.Length, &Run, &Release, context);
        Native.Check(status, "Attach a custom gradient");
    }

    internal static Exception? TakePendingError() => Interlocked.Exchange(ref pendingError, null);

    [UnmanagedCallersOnly]
    private static int Run(nint context, nint* gradients, int gradientCount, nint* results, int resultCount)
    {
        try
        {
            using var scope = new TensorScope();
            var backward = (BackwardFunction)GCHandle.FromIntPtr(context).Target!;
            var outputGradients = new Tensor?[gradientCount];
            for (int i = 0; i < gradientCount; i++)
            {
                outputGradients[i] = gradients[i] == 0 ? null : Tensor.Adopt(gradients[i]);
            }

            Tensor?[] inputGradients = backward(outputGradients);
            for (int i = 0; i < resultCount; i++)
            {
                results[i] = inputGradients[i]?.Handle ?? 0;
            }

            // The native side takes its own references while the scope still holds ours.
            return NativeMethods.tt_tensor_retain(results, resultCount);
        }
        catch (Exception error)
        {
            pendingError = error;
            return 1;
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(nint context) => GCHandle.FromIntPtr(context).Free();
}
