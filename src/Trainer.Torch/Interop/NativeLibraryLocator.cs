using System.Reflection;
using System.Runtime.InteropServices;

namespace Trainer.Torch.Interop;

/// <summary>Finds the C++ shims, wherever the program was started from.</summary>
public static class NativeLibraryLocator
{
    /// <summary>Makes the imports of <paramref name="assembly"/> resolve to <see cref="PathOf"/>. Call it once, from the static constructor beside the imports.</summary>
    public static void Register(Assembly assembly) => NativeLibrary.SetDllImportResolver(assembly, Resolve);

    /// <summary>Where a shim lies: in <c>TRAINER_NATIVE</c>, beside the program, or in the checkout's <c>artifacts/native</c>. Null when in none of them.</summary>
    /// <param name="library">Name of the library without prefix and extension, such as <c>trainer_torch</c>.</param>
    public static string? PathOf(string library)
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

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path) => PathOf(library) is { } file
        ? NativeLibrary.Load(file)
        : throw new DllNotFoundException(
            $"lib{library}.so is neither in the folder that TRAINER_NATIVE names, nor beside the program, nor in artifacts/native. Build it with './trainer build'.");
}
