using System.Runtime.InteropServices;
using System.Text;
using Trainer.Data.Images.Interop;

namespace Trainer.Data.Images;

/// <summary>Decodes, encodes, draws and joins pictures through libvips.</summary>
public static unsafe class ImageCodec
{
    private const int MessageCapacity = 4096;

    /// <summary>Version of the loaded libvips.</summary>
    public static string Version
    {
        get
        {
            byte* buffer = stackalloc byte[MessageCapacity];
            return Encoding.UTF8.GetString(buffer, NativeMethods.ti_version(buffer, MessageCapacity));
        }
    }

    /// <summary>Reads a picture file as RGB.</summary>
    /// <exception cref="DataException">It is missing, too large, damaged or no picture.</exception>
    public static ImageBuffer ReadFile(string path, ImageLimits? limits = null)
    {
        long most = (limits ?? new ImageLimits()).MaxBytes;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > most)
            {
                throw new DataException($"{path} has {file.Length} bytes, more than the {most} that a picture may have. Shrink it.");
            }

            return Decode(File.ReadAllBytes(path), path, limits);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} can't be read: {error.Message} Check data.image_dir.", error);
        }
    }

    /// <summary>Reads a picture file's width and height from its header, whatever they are; no pixel is decoded.</summary>
    /// <exception cref="DataException">It is missing, or no picture.</exception>
    public static ImageSize MeasureFile(string path) =>
        NativeMethods.ti_measure(path, out int width, out int height) == 0
            ? new ImageSize(width, height)
            : throw new DataException($"{path} can't be read as a picture: {LastError()}. Replace the file or remove its record.");

    /// <summary>Decodes JPEG, PNG, WebP and the like to RGB: transparency is dropped, grey repeated, EXIF orientation not applied.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="name">For messages.</param>
    /// <param name="limits">How large it may be.</param>
    public static ImageBuffer Decode(ReadOnlySpan<byte> bytes, string name, ImageLimits? limits = null)
    {
        if (bytes.IsEmpty)
        {
            throw new DataException($"{name} is empty. Copy or download the picture again.");
        }

        fixed (byte* first = bytes)
        {
            int status = NativeMethods.ti_decode(first, bytes.Length, (limits ?? new ImageLimits()).MaxPixels, out NativeImage image);
            return status == 0
                ? Adopt(image)
                : throw new DataException($"{name} can't be decoded as a picture: {LastError()}. Replace the file or remove its record.");
        }
    }

    /// <summary>Encodes RGB or RGBA.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="suffix">Format with its options, such as <c>.png</c>, <c>.jpg[Q=90]</c> or <c>.webp[lossless]</c>.</param>
    public static byte[] Encode(ImageBuffer image, string suffix)
    {
        fixed (byte* pixels = image.Pixels)
        {
            Check(NativeMethods.ti_encode(Native(image, pixels), suffix, out byte* bytes, out long length), $"encode {suffix}");
            byte[] result = new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
            NativeMethods.ti_free(bytes);
            return result;
        }
    }

    /// <summary>Draws text in the font's own colours, cropped to its ink.</summary>
    /// <param name="text">For example one emoji.</param>
    /// <param name="font">Family and size in pixels, such as <c>Noto Color Emoji 64</c>.</param>
    /// <returns>RGBA.</returns>
    public static ImageBuffer DrawText(string text, string font)
    {
        Check(NativeMethods.ti_draw_text(text, font, out NativeImage image), $"draw '{text}' in {font}");
        return Adopt(image);
    }

    /// <summary>Shrinks or enlarges to exact sizes, for drawing; models' inputs go through <see cref="BicubicResize"/>.</summary>
    public static ImageBuffer Resize(ImageBuffer source, int width, int height)
    {
        fixed (byte* pixels = source.Pixels)
        {
            Check(NativeMethods.ti_resize(Native(source, pixels), width, height, out NativeImage image), "resize a picture");
            return Adopt(image);
        }
    }

    /// <summary>Lays pictures with transparency over a canvas, in order.</summary>
    /// <returns>RGB.</returns>
    public static ImageBuffer Compose(ImageBuffer canvas, IReadOnlyList<Overlay> overlays)
    {
        var pins = new GCHandle[overlays.Count];
        try
        {
            var natives = new NativeOverlay[overlays.Count];
            for (int i = 0; i < natives.Length; i++)
            {
                ImageBuffer image = overlays[i].Image;
                image.Check(bands: 4);
                pins[i] = GCHandle.Alloc(image.Pixels, GCHandleType.Pinned);
                natives[i] = new NativeOverlay
                {
                    Pixels = (byte*)pins[i].AddrOfPinnedObject(), Width = image.Width, Height = image.Height, X = overlays[i].X, Y = overlays[i].Y,
                };
            }

            fixed (byte* pixels = canvas.Pixels)
            fixed (NativeOverlay* first = natives)
            {
                Check(NativeMethods.ti_compose(Native(canvas, pixels), first, natives.Length, out NativeImage image), "compose a picture");
                return Adopt(image);
            }
        }
        finally
        {
            foreach (GCHandle pin in pins.Where(pin => pin.IsAllocated))
            {
                pin.Free();
            }
        }
    }

    private static NativeImage Native(ImageBuffer image, byte* pixels)
    {
        image.Check();
        return new NativeImage { Pixels = pixels, Width = image.Width, Height = image.Height, Bands = image.Bands };
    }

    private static ImageBuffer Adopt(NativeImage image)
    {
        var pixels = new ReadOnlySpan<byte>(image.Pixels, checked(image.Width * image.Height * image.Bands));
        var buffer = new ImageBuffer(image.Width, image.Height, image.Bands, pixels.ToArray());
        NativeMethods.ti_free(image.Pixels);
        return buffer;
    }

    private static void Check(int status, string action)
    {
        if (status != 0)
        {
            throw new DataException($"libvips could not {action}: {LastError()}.");
        }
    }

    private static string LastError()
    {
        byte* buffer = stackalloc byte[MessageCapacity];
        return Encoding.UTF8.GetString(buffer, NativeMethods.ti_last_error(buffer, MessageCapacity)).TrimEnd('.');
    }
}
