using Trainer.Torch;

namespace Trainer.Cli.Diagnostics;

/// <summary>libtorch, the BLAS it found, and its view of the GPUs.</summary>
internal static class TorchChecks
{
    private const string Rebuild = "Run ./trainer build; its log says why the library could not be built or loaded.";

    internal static Finding Torch()
    {
        if (!Backend.TryLoad(out string problem))
        {
            return Finding.Missing("libtorch", problem, Rebuild);
        }

        string? path = LoadedLibraries.Find("libtorch_cpu.so");
        return new Finding("libtorch", FindingState.Ok, $"{Backend.Version} from {path}, shim {Backend.ShimPath}")
        {
            Facts = new Dictionary<string, string?> { ["version"] = Backend.Version, ["path"] = path, ["shim"] = Backend.ShimPath },
        };
    }

    /// <summary>Debian's libtorch takes whatever provides libblas.so.3; a downloaded one brings its own.</summary>
    internal static Finding Blas()
    {
        if (!Backend.TryLoad(out string problem))
        {
            return Finding.Missing("blas", problem, Rebuild);
        }

        string? path = LoadedLibraries.Find("libopenblas") ?? LoadedLibraries.Find("libblas");
        string? core = path is null ? null : OpenBlas.Core(path);
        bool reference = path is not null && core is null;
        return new Finding("blas", reference ? FindingState.Warning : FindingState.Ok, Describe(path, core))
        {
            Remedy = reference ? "The reference BLAS is tens of times slower: apt-get install libopenblas0-pthread" : null,
            Facts = new Dictionary<string, string?> { ["path"] = path, ["core"] = core },
        };
    }

    internal static Finding Cuda()
    {
        if (!Backend.TryLoad(out string problem))
        {
            return Finding.Missing("cuda", problem, Rebuild);
        }

        int devices = Backend.CudaDevices;
        bool unused = devices == 0 && File.Exists("/dev/nvidiactl");
        string summary = devices > 0 ? $"{devices} usable GPUs" : unused ? "there is a GPU, but this libtorch cannot use it" : "no GPU; the processor does everything";
        return new Finding("cuda", unused ? FindingState.Warning : FindingState.Ok, summary)
        {
            Remedy = unused ? "Install a Python torch with CUDA, or set LIBTORCH to a CUDA libtorch, and start again." : null,
            Facts = new Dictionary<string, string?> { ["devices"] = devices.ToString() },
        };
    }

    private static string Describe(string? path, string? core) => (path, core) switch
    {
        (null, _) => "inside libtorch",
        (_, null) => $"{path}, which is not OpenBLAS",
        _ => $"OpenBLAS for {core} from {path}",
    };
}
