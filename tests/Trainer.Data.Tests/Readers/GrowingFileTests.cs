using System.Text;
using Trainer.Data.Readers;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Readers;

public sealed class GrowingFileTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("one\n", "one\n")]
    [InlineData("one\ntw", "one\n")]
    [InlineData("on", "")]
    public void ReadWhole_TornEnd_IsCutOff(string before, string whole)
    {
        string path = folder.Write("log", before);
        using (var file = new GrowingFile(path))
        {
            Assert.Equal(whole, Encoding.UTF8.GetString(file.ReadWhole()));
            file.Append("new\n"u8);
        }

        Assert.Equal(whole + "new\n", File.ReadAllText(path));
    }

    [Fact]
    public void Append_WhileOthersRead_IsSeenAtOnce()
    {
        string path = folder.Write("log", "one\n");
        using var file = new GrowingFile(path);
        file.ReadWhole();

        file.Append("two\n"u8);

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        Assert.Equal("one\ntwo\n", reader.ReadToEnd());
    }
}
