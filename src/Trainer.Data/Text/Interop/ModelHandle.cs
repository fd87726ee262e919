using System.Runtime.InteropServices;

namespace Trainer.Data.Text.Interop;

/// <summary>Owns one native sentencepiece model.</summary>
internal sealed class ModelHandle : SafeHandle
{
    /// <summary>Made by the marshaller, which then fills it.</summary>
    public ModelHandle()
        : base(0, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMethods.ts_model_free(handle);
        return true;
    }
}
