using Trainer.Torch;

namespace Trainer.Modeling.Footprint;

/// <summary>In which type a model computes, and by which kernels: both decide what a pass keeps.</summary>
/// <param name="Type">Type of the activations.</param>
/// <param name="IsFused">
/// Whether the shim's own kernels run, as they do for Float32 on the processor. Otherwise operators of libtorch are composed, which keep
/// attention's weights, Float32 copies of what is normalised, and one result more of the gated network.
/// </param>
public sealed record Numerics(DType Type, bool IsFused)
{
    /// <summary>What a device does with a type.</summary>
    public static Numerics Of(Device device, DType type) => new(type, device.Kind == DeviceKind.Cpu && type == DType.Float32);

    /// <summary>Bytes of an element.</summary>
    public int Size => Type.Size();
}
