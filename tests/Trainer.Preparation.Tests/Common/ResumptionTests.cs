using Trainer.Data;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Tests.Common;

/// <summary>A conversion that was interrupted goes on, and nobody can tell from the bytes.</summary>
public sealed class ResumptionTests
{
    private const int Lines = 20;

    // Line 5 is broken, 7 has no text, 9 is called as 8 is, and 11 is too long.
    private static readonly string Input = string.Concat(Enumerable.Range(1, Lines).Select(i => i switch
    {
        5 => "{\"id\": 5,,}\n",
        7 => "{\"id\": 7}\n",
        9 => "{\"id\": 8, \"text\": \"nine\"}\n",
        11 => "{\"id\": 11, \"text\": \"much too long for us\"}\n",
        _ => $"{{\"id\": {i}, \"text\": \"line {i}\"}}\n",
    }));

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    [InlineData("7")]
    [InlineData("8")]
    [InlineData("20")]
    [InlineData("fact 1")]
    [InlineData("fact 12")]
    [InlineData("fact 20")]
    public void Run_AfterAnInterruption_WritesTheSameBytes(string stop)
    {
        using var whole = new PreparedLines(Input);
        using var cut = new PreparedLines(Input);
        DataPreparation.Run(new LineSource(), whole.Options);
        PreparationOptions options = cut.Options with { UnitsBetweenSaves = 3 };

        Assert.Throws<IOException>(() => DataPreparation.Run(Stopping(stop), options));
        Assert.Equal([Path.Combine(cut.Output, ".unfinished")], Directory.EnumerateFileSystemEntries(cut.Output));
        DataPreparation.Run(new LineSource(), options);

        Assert.Equal(Golden.FilesOf(whole.Output), Golden.FilesOf(cut.Output));
    }

    [Fact]
    public void Run_InterruptedAgainAndAgain_WritesTheSameBytes()
    {
        using var whole = new PreparedLines(Input);
        using var cut = new PreparedLines(Input);
        DataPreparation.Run(new LineSource(), whole.Options);
        foreach (int stop in new[] { 2, 12, 20 })
        {
            Assert.Throws<IOException>(() => DataPreparation.Run(Stopping($"fact {stop}"), cut.Options with { UnitsBetweenSaves = 1 }));
        }

        DataPreparation.Run(new LineSource(), cut.Options);

        Assert.Equal(Golden.FilesOf(whole.Output), Golden.FilesOf(cut.Output));
    }

    [Fact]
    public void Run_AfterAnInterruption_DoesNotBeginAgain()
    {
        using var lines = new PreparedLines(Input);
        PreparationOptions options = lines.Options with { UnitsBetweenSaves = 3 };
        Assert.Throws<IOException>(() => DataPreparation.Run(Stopping("10"), options));

        DataPreparation.Run(new LineSource { BeforeEach = id => Assert.NotEqual("3", id) }, options);
    }

    [Fact]
    public void Run_OtherInputAfterAnInterruption_IsRefused()
    {
        using var lines = new PreparedLines(Input);
        Assert.Throws<IOException>(() => DataPreparation.Run(Stopping("10"), lines.Options with { UnitsBetweenSaves = 3 }));
        lines.Write("in/data.jsonl", Input + Input);

        Assert.Contains("unfinished", Assert.Throws<DataException>(() => DataPreparation.Run(new LineSource(), lines.Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WhileAnotherConversionWrites_IsRefused()
    {
        using var lines = new PreparedLines(Input);
        lines.Write("out/.unfinished/problems.jsonl", "");
        using var open = new FileStream(Path.Combine(lines.Output, ".unfinished/problems.jsonl"), FileMode.Open, FileAccess.Write, FileShare.None);

        Assert.Contains("another conversion", Assert.Throws<DataException>(() => DataPreparation.Run(new LineSource(), lines.Options)).Message, StringComparison.Ordinal);
    }

    private static LineSource Stopping(string stop) => new()
    {
        BeforeEach = id =>
        {
            if (id == stop)
            {
                throw new IOException("The power is gone.");
            }
        },
    };
}
