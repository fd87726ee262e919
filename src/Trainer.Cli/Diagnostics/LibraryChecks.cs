using System.Runtime.InteropServices;
using Trainer.Data.Images;

namespace Trainer.Cli.Diagnostics;

/// <summary>The text and imaging libraries, and the font that the embedded world is drawn with.</summary>
internal static class LibraryChecks
{
    private const string FontFile = "NotoColorEmoji.ttf";

    internal static Finding SentencePiece() => Shim("sentencepiece", "libtrainer_text.so", "libsentencepiece.so", "libsentencepiece-dev");

    internal static Finding Vips()
    {
        Finding found = Shim("libvips", "libtrainer_imaging.so", "libvips.so", "libvips-dev");
        return found.State == FindingState.Missing ? found : found with
        {
            Summary = $"{ImageCodec.Version} from {found.Summary}",
            Facts = new Dictionary<string, string?>(found.Facts) { ["version"] = ImageCodec.Version },
        };
    }

    internal static Finding Font()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] folders = ["/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(home, ".fonts"), Path.Combine(home, ".local/share/fonts")];
        string? path = folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, FontFile, SearchOption.AllDirectories)).FirstOrDefault();
        return path is null
            ? Finding.Missing("font", "no colour emoji font", "apt-get install fonts-noto-color-emoji")
            : new Finding("font", FindingState.Ok, path) { Facts = new Dictionary<string, string?> { ["path"] = path } };
    }

    /// <summary>Loads one of our shims and reads off which copy of the library behind it the linker chose.</summary>
    private static Finding Shim(string name, string shim, string library, string package)
    {
        string path = Path.Combine(Workspace.Root, "artifacts", "native", shim);
        if (!NativeLibrary.TryLoad(path, out _))
        {
            return Finding.Missing(name, $"{path} cannot be loaded", $"apt-get install {package}, then ./trainer build");
        }

        string? found = LoadedLibraries.Find(library);
        return new Finding(name, FindingState.Ok, found ?? path) { Facts = new Dictionary<string, string?> { ["path"] = found, ["shim"] = path } };
    }
}
