using System.Text;
using Trainer.Data.Readers;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Readers;

public sealed class RecordIndexTests
{
    [Theory]
    [InlineData("{\"a\":1}\n\n  {\"b\":2}\r\n{\"c\":3}", new[] { 1, 3, 4 })]
    [InlineData("\ufeff{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n", new[] { 1, 2, 3 })]
    [InlineData("[{\"a\":1},\n{\"b\":2},{\"c\":3}]\n", new[] { 1, 2, 2 })]
    [InlineData(" \n[\n {\"a\":1}\n ,\n {\"b\":2} , {\"c\":3} ]", new[] { 3, 5, 5 })]
    public void Build_LinesOrArray_FindsEachRecord(string text, int[] lines)
    {
        using var folder = new TemporaryDirectory();
        string path = folder.Write("x.json", text);

        RecordIndex index = RecordIndex.Build(path);

        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal(lines, Enumerable.Range(0, index.Count).Select(i => index[i].Line));
        Assert.Equal(
            ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"],
            Enumerable.Range(0, index.Count).Select(i => Encoding.UTF8.GetString(bytes, (int)index[i].Offset, index[i].Length).Trim()));
    }

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "gzip")]
    [InlineData(new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 4 }, "zstd")]
    [InlineData(new byte[] { 0xFD, 0x37, 0x7A, 0x58, 0x5A, 0 }, "xz")]
    [InlineData(new byte[] { 0x42, 0x5A, 0x68, 0x39 }, "bzip2")]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4 }, "zip")]
    [InlineData(new byte[] { 0x50, 0x41, 0x52, 0x31 }, "parquet")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0 }, "UTF-16")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, 0x7B }, "UTF-16")]
    public void Build_PackedOrOtherwiseSaved_SaysHow(byte[] bytes, string kind)
    {
        using var folder = new TemporaryDirectory();
        string path = folder.Write("x.jsonl", bytes);

        Assert.Contains(kind, Assert.Throws<DataException>(() => RecordIndex.Build(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Folder_SaysSo()
    {
        using var folder = new TemporaryDirectory();

        Assert.Contains("is a folder", Assert.Throws<DataException>(() => RecordIndex.Build(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_BracketsAndQuotesInText_AreNotStructure()
    {
        using var folder = new TemporaryDirectory();
        string path = folder.Write("x.json", """[{"a":"}],\"[{"},{"b":["\\",{"c":","}]}]""");

        Assert.Equal(2, RecordIndex.Build(path).Count);
    }

    [Fact]
    public void Build_RecordAcrossBuffers_IsWhole()
    {
        using var folder = new TemporaryDirectory();
        var long1 = new string('x', 100_000);
        RecordIndex index = RecordIndex.Build(folder.Write("x.json", $"[\"{long1}\",\"{long1}\"]"));

        Assert.Equal([new RecordSpan(1, 100_002, 1), new RecordSpan(100_004, 100_002, 1)], [index[0], index[1]]);
    }

    [Theory]
    [InlineData("[{\"a\":1}", "x.json:1: the record")]
    [InlineData("[{\"a\":\"1", "has no end")]
    [InlineData("[{},,{}]", "is missing between two commas")]
    [InlineData("[{},\n]", "x.json:2: the record is missing between two commas, or after the last one.")]
    [InlineData("[{}] {}", "follows the end of the list")]
    public void Build_BrokenArray_SaysWhere(string text, string expected)
    {
        using var folder = new TemporaryDirectory();
        string path = folder.Write("x.json", text);

        Assert.Contains(expected, Assert.Throws<DataException>(() => RecordIndex.Build(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_EndlessLine_IsRefused()
    {
        using var folder = new TemporaryDirectory();
        string path = folder.Write("x.jsonl", new string('x', (1 << 24) + 1));

        Assert.Contains("more than 16777216 bytes", Assert.Throws<DataException>(() => RecordIndex.Build(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_MissingFile_IsADataError()
    {
        Assert.Throws<DataException>(() => RecordIndex.Build("no/such.jsonl"));
    }
}
