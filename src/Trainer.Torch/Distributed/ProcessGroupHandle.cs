using System.Runtime.InteropServices;
using Trainer.Torch.Interop;

namespace Trainer.Torch.Distributed;

/// <summary>Holds a native group, and closes its connections.</summary>
internal sealed class ProcessGroupHandle : SafeHandle
{
    internal ProcessGroupHandle(nint group)
        : base(0, ownsHandle: true) => SetHandle(group);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.tt_group_close(handle);
        return true;
    }
}
