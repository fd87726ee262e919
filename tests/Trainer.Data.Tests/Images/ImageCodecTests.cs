using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Trainer.Data.Images;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Data.Tests.Images;

public sealed class ImageCodecTests(ITestOutputHelper output)
{
    private static readonly ImageBuffer Picture = PilPictures.Picture(7, 9, 13);

    [Theory]
    [InlineData(".png")]
    [InlineData(".webp[lossless]")]
    public void Decode_LosslessEncoding_GivesThePixelsBack(string suffix)
    {
        ImageBuffer decoded = ImageCodec.Decode(ImageCodec.Encode(Picture, suffix), "picture");
        Assert.Equal((13, 9, 3), (decoded.Width, decoded.Height, decoded.Bands));
        Assert.Equal(Picture.Pixels, decoded.Pixels);
    }

    [Fact]
    public void Decode_Jpeg_KeepsOneColour()
    {
        byte[] bytes = ImageCodec.Encode(ImageBuffer.Solid(16, 16, 120, 120, 120), ".jpg[Q=95]");
        Assert.All(ImageCodec.Decode(bytes, "grey").Pixels, pixel => Assert.InRange(pixel, 119, 121));
    }

    [Fact]
    public void Decode_Transparency_IsDroppedWithoutCompositing()
    {
        var transparent = new ImageBuffer(1, 1, 4, [10, 20, 30, 0]);
        Assert.Equal([10, 20, 30], ImageCodec.Decode(ImageCodec.Encode(transparent, ".png"), "clear").Pixels);
    }

    [Fact]
    public void Decode_Palette_IsExpanded() => Assert.Equal([10, 20, 30, 40, 50, 60], ImageCodec.Decode(Png(2, 3, [0, 1], ("PLTE", [10, 20, 30, 40, 50, 60])), "palette").Pixels);

    [Fact]
    public void Decode_GreyWithTransparency_RepeatsTheGrey() =>
        Assert.Equal([7, 7, 7, 200, 200, 200], ImageCodec.Decode(Png(2, 4, [7, 0, 200, 255]), "grey").Pixels);

    /// <summary>Inks 40, 80, 120 and black 60: PIL gives 195 · (255 − ink) / 255, where a colour profile would give 171, 137, 113.</summary>
    [Fact]
    public void ReadFile_CmykJpeg_IsConvertedAsPilDoes() => Assert.Equal(
        [164, 134, 103], ImageCodec.ReadFile(Path.Combine(AppContext.BaseDirectory, "Fixtures", "images", "cmyk.jpg")).Pixels[..3]);

    [Fact]
    public void Encode_TwiceTheSame_GivesTheSameBytes() => Assert.Equal(ImageCodec.Encode(Picture, ".png"), ImageCodec.Encode(Picture, ".png"));

    [Fact]
    public void Decode_HugePng_IsRefusedFromItsHeader()
    {
        byte[] png = ImageCodec.Encode(Picture, ".png");
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 30_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 30_000);
        Crc32OfHeader(png);
        var error = Assert.Throws<DataException>(() => ImageCodec.Decode(png, "huge.png"));
        Assert.Contains("huge.png can't be decoded as a picture: the picture has 30000 x 30000 pixels, more than the 100000000 allowed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_TruncatedJpeg_IsRefused()
    {
        byte[] bytes = ImageCodec.Encode(PilPictures.Picture(1, 200, 200), ".jpg");
        Assert.Throws<DataException>(() => ImageCodec.Decode(bytes.AsSpan(0, bytes.Length / 2), "half.jpg"));
    }

    [Fact]
    public void Decode_TruncatedPng_SaysWhatIsWrong()
    {
        byte[] bytes = ImageCodec.Encode(Picture, ".png");
        var error = Assert.Throws<DataException>(() => ImageCodec.Decode(bytes.AsSpan(0, 40), "half.png"));
        Assert.Equal("half.png can't be decoded as a picture: not enough data. Replace the file or remove its record.", error.Message);
    }

    [Fact]
    public void ReadFile_TextNamedJpg_SaysThatItIsNoPicture()
    {
        using var folder = new TemporaryDirectory();
        string path = Path.Combine(folder.Path, "text.jpg");
        File.WriteAllText(path, "not a picture");
        Assert.Contains("can't be decoded as a picture", Assert.Throws<DataException>(() => ImageCodec.ReadFile(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadFile_Absent_NamesTheSetting() => Assert.Contains(
        "data.image_dir", Assert.Throws<DataException>(() => ImageCodec.ReadFile("no/such/picture.png")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("picture.png", ".png")]
    [InlineData("picture.jpg", ".jpg")]
    [InlineData("picture.webp", ".webp")]
    [InlineData("picture.jpg[shrink=8]", ".jpg")]
    public void MeasureFile_Picture_GivesItsSize(string name, string suffix)
    {
        using var folder = new TemporaryDirectory();
        Assert.Equal(new ImageSize(13, 9), ImageCodec.MeasureFile(folder.Write(name, ImageCodec.Encode(Picture, suffix))));
    }

    [Fact]
    public void MeasureFile_HugeHeader_IsReadWithoutPixels()
    {
        using var folder = new TemporaryDirectory();
        byte[] png = ImageCodec.Encode(Picture, ".png");
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);
        Crc32OfHeader(png);
        Assert.Equal(new ImageSize(60_000, 60_000), ImageCodec.MeasureFile(folder.Write("huge.png", png)));
    }

    [Fact]
    public void MeasureFile_NoPicture_NamesTheFile()
    {
        using var folder = new TemporaryDirectory();
        string path = folder.Write("text.png", "not a picture");
        Assert.StartsWith($"{path} can't be read as a picture", Assert.Throws<DataException>(() => ImageCodec.MeasureFile(path)).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => ImageCodec.MeasureFile(path + ".gone"));
    }

    [Fact]
    public void Decode_MutatedFiles_NeverCrash()
    {
        var random = new Random(3);
        byte[][] files = [ImageCodec.Encode(Picture, ".png"), ImageCodec.Encode(Picture, ".jpg"), ImageCodec.Encode(Picture, ".webp")];
        int refused = 0;
        for (int i = 0; i < 600; i++)
        {
            byte[] bytes = [.. files[i % files.Length]];
            for (int flips = 0; flips < 4; flips++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                ImageBuffer image = ImageCodec.Decode(bytes, "mutated");
                Assert.Equal(image.Width * image.Height * 3, image.Pixels.Length);
            }
            catch (DataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 599);
    }

    [Fact]
    public void Compose_OpaqueOverlay_ReplacesItsPlaceOnly()
    {
        ImageBuffer canvas = ImageBuffer.Solid(3, 1, 1, 2, 3);
        var dot = new ImageBuffer(1, 1, 4, [200, 100, 50, 255]);
        Assert.Equal([1, 2, 3, 200, 100, 50, 1, 2, 3], ImageCodec.Compose(canvas, [new Overlay(dot, 1, 0)]).Pixels);
    }

    [Fact]
    public void Compose_OverlayWithoutTransparency_IsRefused() => Assert.Throws<ArgumentException>(
        () => ImageCodec.Compose(ImageBuffer.Solid(3, 3, 0, 0, 0), [new Overlay(ImageBuffer.Solid(1, 1, 9, 9, 9), 0, 0)]));

    [Fact]
    public void Encode_TooFewBytes_IsRefused() => Assert.Throws<ArgumentException>(() => ImageCodec.Encode(new ImageBuffer(4, 4, 3, new byte[47]), ".png"));

    [Fact]
    public void DrawText_Emoji_HasColourAndTransparency()
    {
        ImageBuffer apple = ImageCodec.DrawText("🍎", "Noto Color Emoji 64");
        Assert.Equal(4, apple.Bands);
        Assert.Contains(Enumerable.Range(0, apple.Width * apple.Height), i => apple.Pixels[i * 4] > 150 && apple.Pixels[(i * 4) + 2] < 100 && apple.Pixels[(i * 4) + 3] == 255);
    }

    [Fact]
    public void ReadFile_RealPictures_AllDecode()
    {
        if (!RealData.TryFind("coco_images/000000000077.jpg", output, out string first))
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(first)!))
        {
            Assert.Equal(3 * 336 * 336, new ClipPreprocessor(336, Modeling.Configuration.ImageAspectRatio.Pad).Read(file).Length);
        }
    }

    /// <summary>A PNG of one row and 8 bits a sample.</summary>
    private static byte[] Png(int width, byte colourType, byte[] row, params (string Type, byte[] Content)[] chunks)
    {
        byte[] header = [0, 0, 0, (byte)width, 0, 0, 0, 1, 8, colourType, 0, 0, 0];
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write([0, .. row]);
        }

        byte[] signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
        IEnumerable<(string, byte[])> all = [("IHDR", header), .. chunks, ("IDAT", packed.ToArray()), ("IEND", [])];
        return [.. signature, .. all.SelectMany(chunk => Chunk(chunk.Item1, chunk.Item2))];
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        byte[] size = new byte[4];
        byte[] checksum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Checksum(body));
        return [.. size, .. body, .. checksum];
    }

    /// <summary>Repairs the checksum of a PNG's header, so that only its sizes are unusual.</summary>
    private static void Crc32OfHeader(byte[] png) => BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Checksum(png.AsSpan(12, 17)));

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
