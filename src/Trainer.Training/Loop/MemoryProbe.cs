using Trainer.Torch;

namespace Trainer.Training.Loop;

/// <summary>How much memory a run takes.</summary>
internal static class MemoryProbe
{
    private const double Gibibyte = 1L << 30;

    /// <summary>GiB that tensors hold on a GPU; on the processor, resident memory of the process.</summary>
    internal static double Gibibytes(Device device) =>
        (device.Kind == DeviceKind.Cuda ? Backend.MemoryOf(device).Allocated : Environment.WorkingSet) / Gibibyte;
}
