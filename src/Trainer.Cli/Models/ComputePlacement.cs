using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Models;

/// <summary>Chooses where models compute: the first GPU where there is one, else the processor.</summary>
internal static class ComputePlacement
{
    /// <summary>Device and element type for a model.</summary>
    /// <exception cref="DllNotFoundException">libtorch can't be loaded.</exception>
    internal static Placement For(ModelDtype type)
    {
        if (!Backend.TryLoad(out string problem))
        {
            throw new DllNotFoundException($"{problem} Run ./trainer doctor.");
        }

        Device device = Backend.CudaDevices > 0 ? Device.Cuda() : Device.Cpu;
        return new Placement(device, type == ModelDtype.Bfloat16 ? DType.BFloat16 : DType.Float32);
    }
}
