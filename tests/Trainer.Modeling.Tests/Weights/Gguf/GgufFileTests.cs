using System.Globalization;
using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.Gguf;
using Trainer.TestKit;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights.Gguf;

public sealed class GgufFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TensorScope scope = new();

    public void Dispose()
    {
        scope.Dispose();
        directory.Dispose();
    }

    /// <summary>Every kind of metadata, and a tensor of two rows of Q4_0, as llama.cpp would write them.</summary>
    private static byte[] Handmade { get; } =
    [
        .. "GGUF"u8, 3, 0, 0, 0, .. Long(1), .. Long(13),
        .. Entry("a", 0), 255, .. Entry("b", 1), 255, .. Entry("c", 2), 1, 1, .. Entry("d", 3), 255, 255, .. Entry("e", 4), 1, 0, 0, 0, .. Entry("f", 5), 255, 255, 255, 255,
        .. Entry("g", 6), 0, 0, 0xC0, 0x3F, .. Entry("h", 7), 1, .. Entry("i", 8), .. Long(2), .. "ok"u8, .. Entry("j", 9), 3, 0, 0, 0, .. Long(2), 1, 0, 2, 0,
        .. Entry("k", 10), .. Long(5), .. Entry("l", 11), .. Long(-5), .. Entry("m", 12), .. BitConverter.GetBytes(0.5),
        .. Long(1), (byte)'q', 2, 0, 0, 0, .. Long(32), .. Long(2), 2, 0, 0, 0, .. Long(0),
    ];

    [Fact]
    public void Open_MadeByHand_IsRead()
    {
        using GgufFile file = GgufFile.Open(Written(Handmade, 36));

        object[] expected = [(byte)255, (sbyte)-1, (ushort)257, (short)-1, 1u, -1, 1.5f, true, "ok", new short[] { 1, 2 }, 5ul, -5L, 0.5];
        Assert.Equal("abcdefghijklm".Select(letter => letter.ToString()), file.Header.Metadata.Keys);
        Assert.Equal(expected, file.Header.Metadata.Values);
        Assert.Equal("Q4_0[2, 32] 0-36", $"{file.Tensors["q"]} {file.Tensors["q"].Begin}-{file.Tensors["q"].End}");
        Assert.Contains("quantised as Q4_0", Assert.Throws<CheckpointException>(() => file.Read("q")).Message, StringComparison.Ordinal);
        Assert.Contains("no tensor 'p'", Assert.Throws<CheckpointException>(() => file.Read("p")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhatTheWriterWrote_IsThat()
    {
        KeyValuePair<string, object>[] metadata = [new("general.name", "tiny"), new("s", new[] { 1.5f, -2 }), new("t", new[] { 3, -4 }), new("none", Array.Empty<uint>()), new("f", false)];
        Tensor matrix = Tensor.From([1f, 2, 3, 4, 5, 6], 3, 2);
        string path = Path.Combine(directory.Path, "out.gguf");

        GgufWriter.Write(path, metadata, [new("a", matrix.To(DType.BFloat16)), new("b", matrix.Transpose(0, 1)), new("c", Tensor.Zeros(Placement.CpuFloat, 0, 4))]);

        using GgufFile file = GgufFile.Open(path);
        Assert.Equal(metadata, file.Header.Metadata);
        Assert.Equal(["BF16[3, 2]", "F32[2, 3]", "F32[0, 4]"], file.Tensors.Values.Select(info => info.ToString()));
        Assert.Equal([1f, 3, 5, 2, 4, 6], file.Read("b").ToArray<float>());
        Assert.Equal([1f, 2, 3, 4, 5, 6], file.Read("a").To(DType.Float32).ToArray<float>());
        Assert.Equal([0L, 4], file.Read("c").Shape);
    }

    [Theory]
    [InlineData(0, "00", "does not begin with 'GGUF'")]
    [InlineData(4, "01", "has version 1, but only 2 and 3 are read")]
    [InlineData(8, "FFFFFFFFFFFFFF7F", "claims 9223372036854775807 tensors")]
    [InlineData(16, "FFFFFFFF", "claims 4294967295 entries of metadata")]
    [InlineData(32, "62", "metadata 'b' appears twice")]
    [InlineData(33, "0D", "a value of the unknown kind 13")]
    public void Open_Broken_SaysWhere(int place, string change, string problem)
    {
        byte[] bytes = [.. Handmade];
        Convert.FromHexString(change).CopyTo(bytes, place);

        Assert.Contains(problem, Failure(bytes, 36), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 2, 36, "has 5 dimensions, more than 4")]
    [InlineData(2, 99, 36, "has the unknown element type 99")]
    [InlineData(2, 12, 288, "has rows of 32 elements, which don't fill blocks of 256 (Q4_K)")]
    [InlineData(2, 2, 35, "ends at byte 36, but the file holds 35 bytes of data")]
    public void Open_ImpossibleTensor_SaysWhich(int rank, int type, int dataLength, string problem)
    {
        byte[] bytes = [.. "GGUF"u8, 3, 0, 0, 0, .. Long(1), .. Long(0), .. Long(1), (byte)'n', (byte)rank, 0, 0, 0, .. Long(32), .. Long(2), .. rank > 2 ? new byte[24] : [], (byte)type, 0, 0, 0, .. Long(0)];

        Assert.Contains($"tensor 'n' {problem}", Failure(bytes, dataLength), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MaxValue, 2, 0, 0, "is too large to exist")]
    [InlineData(-1, 2, 0, 0, "a size of tensor 'n' is 18446744073709551615, too large to exist")]
    [InlineData(4, 2, 0, 48, "begins at byte 48, no multiple of 32")]
    [InlineData(4, 2, 0, 0, "begins at byte 0, but the one before it ends at 32")]
    public void Open_ImpossiblePlace_SaysWhich(long columns, long rows, long first, long second, string problem)
    {
        byte[] Info(char name, long offset) => [.. Long(1), (byte)name, 2, 0, 0, 0, .. Long(columns), .. Long(rows), 0, 0, 0, 0, .. Long(offset)];

        Assert.Contains(problem, Failure([.. "GGUF"u8, 3, 0, 0, 0, .. Long(2), .. Long(0), .. Info('n', first), .. Info('o', second)], 64), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(1 << 20)]
    public void Open_ImpossibleAlignment_IsRefused(int alignment) =>
        Assert.Contains("general.alignment is", Failure([.. "GGUF"u8, 3, 0, 0, 0, .. Long(0), .. Long(1), .. Long(17), .. "general.alignment"u8, 4, 0, 0, 0, .. BitConverter.GetBytes(alignment)], 0), StringComparison.Ordinal);

    [Fact]
    public void Parse_Mutated_EitherHoldsOrIsCheckpointError()
    {
        const int mutations = 5000;
        var random = new Random(20261121);
        int accepted = 0;
        for (int i = 0; i < mutations; i++)
        {
            byte[] mutated = [.. Handmade];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            accepted += IsAccepted(mutated.AsSpan(0, random.Next(4) == 0 ? random.Next(mutated.Length) : mutated.Length)) ? 1 : 0;
        }

        // Some only change a value: the reader must not refuse everything either.
        Assert.InRange(accepted, mutations / 100, mutations * 3 / 4);
    }

    private static bool IsAccepted(ReadOnlySpan<byte> header)
    {
        long fileLength = header.Length + 64;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            GgufHeader parsed = GgufHeader.Parse(header, fileLength);
            Assert.All(parsed.Tensors.Values, info => Assert.InRange(info.End, info.Begin, fileLength - parsed.DataStart));
            return true;
        }
        catch (CheckpointException)
        {
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
        }
    }

    private string Failure(byte[] header, int dataLength)
    {
        string message = Assert.Throws<CheckpointException>(() => GgufFile.Open(Written(header, dataLength))).Message;
        Assert.Contains("can't be read as GGUF", message, StringComparison.Ordinal);
        return message;
    }

    private string Written(byte[] header, int dataLength) =>
        directory.Write(string.Create(CultureInfo.InvariantCulture, $"{header.Length}-{dataLength}.gguf"), [.. header, .. new byte[(32 - (header.Length % 32)) % 32], .. new byte[dataLength]]);

    private static byte[] Entry(string key, byte kind) => [.. Long(1), (byte)key[0], kind, 0, 0, 0];

    private static byte[] Long(long number) => BitConverter.GetBytes(number);
}
