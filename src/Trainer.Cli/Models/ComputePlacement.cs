using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Models;

/// <summary>Chooses where models compute: on a GPU where there is one, else on the processor.</summary>
internal static class ComputePlacement
{
    /// <summary>Device and element type for a model.</summary>
    /// <exception cref="DllNotFoundException">libtorch can't be loaded.</exception>
    internal static Placement For(ModelDtype type) => new(DeviceOf(0), type == ModelDtype.Bfloat16 ? DType.BFloat16 : DType.Float32);

    /// <summary>The device of one of a host's processes: each has a GPU of its own.</summary>
    /// <param name="localRank">The process among those of its host, from 0.</param>
    /// <exception cref="DllNotFoundException">libtorch can't be loaded.</exception>
    /// <exception cref="UsageException">There are fewer GPUs than processes.</exception>
    internal static Device DeviceOf(int localRank)
    {
        if (!Backend.TryLoad(out string problem))
        {
            throw new DllNotFoundException($"{problem} Run ./trainer doctor.");
        }

        int devices = Backend.CudaDevices;
        return devices == 0 ? Device.Cpu
            : localRank < devices ? Device.Cuda(localRank)
            : throw new UsageException($"LOCAL_RANK is {localRank}, but this host has {devices} GPUs. Start at most one process for each.");
    }
}
