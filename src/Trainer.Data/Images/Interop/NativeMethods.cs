using System.Runtime.InteropServices;

namespace Trainer.Data.Images.Interop;

/// <summary>The C interface of <c>libtrainer_imaging</c>, one line an export. Every call returns a status: 0 is success.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "trainer_imaging";

    // The text room registers the search for this assembly's libraries; whoever comes first does it for both.
    static NativeMethods() => DataLibraries.Register();

    [LibraryImport(Library)]
    internal static partial int ti_last_error(byte* buffer, int capacity);

    [LibraryImport(Library)]
    internal static partial int ti_version(byte* buffer, int capacity);

    [LibraryImport(Library)]
    internal static partial void ti_free(void* memory);

    [LibraryImport(Library)]
    internal static partial int ti_decode(byte* bytes, long length, long maxPixels, out NativeImage result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ti_measure(string path, out int width, out int height);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ti_encode(in NativeImage image, string suffix, out byte* bytes, out long length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ti_draw_text(string text, string font, out NativeImage result);

    [LibraryImport(Library)]
    internal static partial int ti_resize(in NativeImage image, int width, int height, out NativeImage result);

    [LibraryImport(Library)]
    internal static partial int ti_compose(in NativeImage canvas, NativeOverlay* overlays, int count, out NativeImage result);
}
