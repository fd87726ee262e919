namespace Trainer.Torch;

/// <summary>Kind of memory and processor. The values are libtorch's own device-type codes.</summary>
public enum DeviceKind
{
    /// <summary>The processor's own memory.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda = 1,
}

/// <summary>Where a tensor lives.</summary>
/// <param name="Kind">Kind of memory.</param>
/// <param name="Index">Which GPU, from 0; 0 for the processor.</param>
public readonly record struct Device(DeviceKind Kind, int Index)
{
    /// <summary>The processor.</summary>
    public static Device Cpu => default;

    /// <summary>One GPU.</summary>
    /// <param name="index">Which, from 0.</param>
    public static Device Cuda(int index = 0) => new(DeviceKind.Cuda, index);

    /// <summary>As torch writes it: <c>cpu</c> or <c>cuda:0</c>.</summary>
    public override string ToString() => Kind == DeviceKind.Cpu ? "cpu" : $"cuda:{Index}";
}

/// <summary>Where a tensor lives and what its elements are.</summary>
/// <param name="Device">Memory.</param>
/// <param name="DType">Element type.</param>
public readonly record struct Placement(Device Device, DType DType)
{
    /// <summary>Single precision on the processor.</summary>
    public static Placement CpuFloat => new(Device.Cpu, DType.Float32);
}
