using System.Globalization;
using System.Text;
using Trainer.Modeling.Weights;

namespace Trainer.Modeling.Tests.Weights;

/// <summary>Headers that break the format, also a real one that is changed at random. TRAINER_FUZZ_HEADERS makes a longer run than the usual one.</summary>
public sealed class SafetensorsHeaderTests
{
    /// <summary>What a header of half a kilobyte may take, however it is changed.</summary>
    private const long MostAllocated = 128 << 10;

    private static readonly int Mutations = int.Parse(Environment.GetEnvironmentVariable("TRAINER_FUZZ_HEADERS") ?? "20000", CultureInfo.InvariantCulture);

    private static readonly string[] Splices =
    [
        "-1", "0", "9223372036854775807", "9223372036854775808", "4294967296", "1e3", "2.0", "null", "true", "[]", "{}", "\"\"", "\"\\ud800\"",
        "\"F4\"", "\"BOOL\"", "\"U64\"", "__metadata__", "[[[[[[[[[[", "{\"a\":", "}", ",", ":", "\\", "\u0000", "é",
    ];

    [Fact]
    public void Parse_MutatedHeaders_EitherHoldsOrIsCheckpointError()
    {
        byte[] header = SafetensorsFixture.Tiny[8..^59];
        var random = new Random(20240527);
        int accepted = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] mutated = Mutate(header, random);
            long dataLength = random.Next(20) == 0 ? random.NextInt64() : 59;
            long before = GC.GetAllocatedBytesForCurrentThread();
            SafetensorsHeader? parsed = Parse(mutated, dataLength);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
            RequireSound(parsed, dataLength);
            accepted += parsed is null ? 0 : 1;
        }

        // Some mutations only rename a tensor: the reader must not refuse everything either.
        Assert.InRange(accepted, Mutations / 100, Mutations / 2);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"extra":1}}""")]
    [InlineData("""{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1e0],"data_offsets":[0,1]}}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("""{"__metadata__":[]}""")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}} x""")]
    public void Parse_OtherRuleBroken_Throws(string json) =>
        Assert.Throws<CheckpointException>(() => SafetensorsHeader.Parse(Encoding.UTF8.GetBytes(json), 1));

    private static SafetensorsHeader? Parse(byte[] header, long dataLength)
    {
        try
        {
            return SafetensorsHeader.Parse(header, dataLength);
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    private static void RequireSound(SafetensorsHeader? parsed, long dataLength)
    {
        if (parsed is not null)
        {
            Assert.Equal(dataLength, parsed.Tensors.Values.Sum(info => info.Length));
            Assert.All(parsed.Tensors.Values, info => Assert.InRange(info.Begin, 0, info.End));
        }
    }

    private static byte[] Mutate(byte[] header, Random random)
    {
        int at = random.Next(header.Length);
        int length = random.Next(1, 12);
        switch (random.Next(6))
        {
            case 0:
                byte[] flipped = [.. header];
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return header[..at];
            case 2:
                return [.. header[..at], .. header[Math.Min(at + length, header.Length)..]];
            case 3:
                return [.. header[..at], .. header[at..Math.Min(at + length, header.Length)], .. header[at..]];
            case 4:
                return [.. header[..at], .. Encoding.UTF8.GetBytes(Splices[random.Next(Splices.Length)]), .. header[at..]];
            default:
                return ReplaceNumber(header, at, Splices[random.Next(Splices.Length)]);
        }
    }

    private static byte[] ReplaceNumber(byte[] header, int at, string replacement)
    {
        int start = header.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0)
        {
            return [.. header, (byte)'}'];
        }

        int end = start + at + header.AsSpan(at + start).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return [.. header[..(at + start)], .. Encoding.UTF8.GetBytes(replacement), .. header[end..]];
    }
}
