using System.Runtime.InteropServices;

namespace Trainer.Cli.Diagnostics;

/// <summary>OpenBLAS's own account of itself, asked of the copy that is loaded.</summary>
internal static unsafe class OpenBlas
{
    /// <summary>The processor family whose kernels are in use, such as <c>Cooperlake</c>; null when the library is not OpenBLAS.</summary>
    internal static string? Core(string path) =>
        NativeLibrary.TryLoad(path, out nint library) && NativeLibrary.TryGetExport(library, "openblas_get_corename", out nint export)
            ? Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)export)())
            : null;
}
