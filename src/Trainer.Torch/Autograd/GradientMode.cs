using Trainer.Torch.Interop;

namespace Trainer.Torch;

/// <summary>Switches the recording of gradients on this thread until disposed.</summary>
public readonly struct GradientMode : IDisposable
{
    private readonly int previous;

    private GradientMode(bool enabled)
    {
        previous = NativeMethods.tt_grad_mode();
        NativeMethods.tt_set_grad_mode(enabled ? 1 : 0);
    }

    /// <summary>Whether operations are being recorded.</summary>
    public static bool IsRecording => NativeMethods.tt_grad_mode() != 0;

    /// <summary>Records nothing: for inference and optimiser steps.</summary>
    public static GradientMode Off() => new(false);

    /// <summary>Records again, inside a stretch that does not.</summary>
    public static GradientMode On() => new(true);

    /// <summary>Restores the mode that was set before.</summary>
    public void Dispose() => NativeMethods.tt_set_grad_mode(previous);
}
