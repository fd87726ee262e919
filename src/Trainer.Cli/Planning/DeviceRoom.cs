using Trainer.Algorithms.Common.Planning;
using Trainer.Torch;

namespace Trainer.Cli.Planning;

/// <summary>How much a device holds.</summary>
/// <param name="device">The device.</param>
/// <param name="gibibytes">Its memory; null: this machine's, where that is known.</param>
internal sealed class DeviceRoom(Device device, double? gibibytes)
{
    internal const double Gibibyte = 1L << 30;

    // A GPU's driver context, workspaces of its libraries and pieces that the allocator can't use.
    private const double GpuReserve = 3;

    // The runtime, libtorch, and records and pictures on their way to the model.
    private const double ProcessorReserve = 0.5;

    /// <summary>The device.</summary>
    internal Device Device => device;

    /// <summary>GiB that it has; null where it wasn't said and can't be found out.</summary>
    internal double? Size => gibibytes ?? (device.Kind == DeviceKind.Cpu ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte : null);

    /// <summary>GiB that tensors can't have.</summary>
    internal double Reserve => device.Kind == DeviceKind.Cpu ? ProcessorReserve : GpuReserve;

    /// <summary>Whether a plan has room; null where the device's size isn't known.</summary>
    internal bool? Fits(MemoryPlan plan) => Size is { } size ? (plan.Peak / Gibibyte) + Reserve <= size : null;
}
