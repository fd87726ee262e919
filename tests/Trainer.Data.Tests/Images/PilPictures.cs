using System.Text.Json;
using Trainer.Data.Images;

namespace Trainer.Data.Tests.Images;

/// <summary>The reference pictures and what PIL makes of them.</summary>
internal static class PilPictures
{
    internal static JsonElement Golden { get; } =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "images", "pil.json"))).RootElement;

    /// <summary>Pixels from the integer hash that the reference script uses, for tensor number <paramref name="k"/>.</summary>
    internal static ImageBuffer Picture(uint k, int height, int width) => new(
        width, height, 3, [.. Enumerable.Range(0, height * width * 3).Select(i => (byte)((Hash(k, (uint)i) + 0.5) * 256))]);

    internal static int[] Numbers(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    private static double Hash(uint k, uint i)
    {
        uint x = unchecked((i * 0x9E3779B1u) + (k * 0x85EBCA77u) + 0x27D4EB2Fu);
        x ^= x >> 15;
        x = unchecked(x * 0x2C1B3C6Du);
        x ^= x >> 12;
        x = unchecked(x * 0x297A2D39u);
        x ^= x >> 15;
        return ((x >> 8) / (double)(1 << 24)) - 0.5;
    }
}
