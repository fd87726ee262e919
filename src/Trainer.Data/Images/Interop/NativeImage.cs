using System.Runtime.InteropServices;

namespace Trainer.Data.Images.Interop;

/// <summary>Pixels on the border.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeImage
{
    internal byte* Pixels;
    internal int Width;
    internal int Height;
    internal int Bands;
}

/// <summary>A picture with transparency and its place on a canvas.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeOverlay
{
    internal byte* Pixels;
    internal int Width;
    internal int Height;
    internal int X;
    internal int Y;
}
