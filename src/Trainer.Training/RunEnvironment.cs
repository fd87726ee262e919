using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Training;

/// <summary>What a run depended on besides its recipe: <c>environment.json</c>.</summary>
public sealed record RunEnvironment
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>The version of this program, with the commit where the build knew it.</summary>
    public static string ProgramVersion { get; } =
        typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>This framework's version, with the commit where the build knew it.</summary>
    public required string Version { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>Name and version of the operating system.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Version of libtorch.</summary>
    public required string LibTorch { get; init; }

    /// <summary>Where the model computes.</summary>
    public required string Device { get; init; }

    /// <summary>Threads of libtorch's own loops.</summary>
    public required int Threads { get; init; }

    /// <summary>Root of all randomness.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Processes that trained together.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Most records in one optimiser step, over all processes; null where nothing is trained.</summary>
    public int? GlobalBatch { get; init; }

    /// <summary>Describes this process.</summary>
    public static RunEnvironment Describe(Device device, ulong seed) => new()
    {
        Version = ProgramVersion,
        Runtime = RuntimeInformation.FrameworkDescription,
        OperatingSystem = RuntimeInformation.OSDescription,
        LibTorch = Backend.Version,
        Device = device.ToString(),
        Threads = Backend.Threads,
        Seed = seed,
    };

    /// <summary>Writes the file.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Format));
}
