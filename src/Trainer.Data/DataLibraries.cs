using Trainer.Torch.Interop;

namespace Trainer.Data;

/// <summary>The search for this assembly's native libraries, which can be registered only once.</summary>
internal static class DataLibraries
{
    static DataLibraries() => NativeLibraryLocator.Register(typeof(DataLibraries).Assembly);

    /// <summary>Registers the search on the first call.</summary>
    internal static void Register()
    {
    }
}
