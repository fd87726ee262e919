using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trainer.Torch.Interop;

/// <summary>Finds the shim beside the built program, wherever the program was started from.</summary>
internal static class NativeLibraries
{
    private static int registered;

    /// <summary>Makes this assembly's imports resolve to <see cref="PathOf"/>.</summary>
    internal static void Register()
    {
        if (Interlocked.Exchange(ref registered, 1) == 0)
        {
            NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
        }
    }

    /// <summary>Where a shim lies: in <c>TRAINER_NATIVE</c>, beside the program, or in the checkout's <c>artifacts/native</c>.</summary>
    internal static string? PathOf(string library)
    {
        string file = $"lib{library}.so";
        return Folders().Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("TRAINER_NATIVE") is { Length: > 0 } named)
        {
            yield return named;
        }

        yield return AppContext.BaseDirectory;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "artifacts", "native");
        }
    }

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path) =>
        PathOf(library) is { } file ? NativeLibrary.Load(file) : 0;

    /// <summary>Fails with a remedy when the loaded shim was built from other sources.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void RequireAbi()
    {
        int found = NativeMethods.tt_abi_version();
        if (found != NativeMethods.AbiVersion)
        {
            throw new TorchException(
                $"libtrainer_torch.so has interface {found}, but this program needs {NativeMethods.AbiVersion}. Rebuild with './trainer build'.");
        }
    }
}
