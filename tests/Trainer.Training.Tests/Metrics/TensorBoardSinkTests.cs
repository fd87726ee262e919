using System.Text;
using Trainer.Training.Metrics;

namespace Trainer.Training.Tests.Metrics;

public sealed class TensorBoardSinkTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    // CRC-32C's check value for "123456789" is e3069283 (RFC 3720's polynomial); rotated right by 15 it is 2507c60d,
    // and 2507c60d + a282ead8 = c78ab0e5.
    [Fact]
    public void MaskedChecksum_CheckString_EqualsTheHandWorkedValue() =>
        Assert.Equal(0xc78ab0e5u, TfRecordWriter.MaskedChecksum(Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void Write_Scalars_ReadBack()
    {
        using var folder = new TemporaryFolder();
        using (var sink = new TensorBoardSink(folder, Start, firstStep: 0))
        {
            sink.Write(new MetricRecord(300, Start.AddSeconds(1.5), new Dictionary<string, double> { ["loss"] = 0.25, ["eval/loss"] = double.NaN }));
        }

        List<BoardEvent> events = TensorBoardReader.Read(Directory.EnumerateFiles(folder).Single());

        Assert.Equal(3, events.Count);
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal(300, events[2].Step);
        Assert.Equal(Start.ToUnixTimeSeconds() + 1.5, events[2].WallTime);
        Assert.Equal(0.25f, events[2].Scalars["train/loss"]);
        Assert.True(float.IsNaN(events[2].Scalars["eval/loss"]));
    }

    [Fact]
    public void Constructor_Resumed_HidesLaterStepsOfEarlierFiles()
    {
        using var folder = new TemporaryFolder();
        new TensorBoardSink(folder, Start, firstStep: 0).Dispose();
        new TensorBoardSink(folder, Start, firstStep: 7).Dispose();

        string newest = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Last();
        BoardEvent restart = TensorBoardReader.Read(newest)[1];

        Assert.Equal(8, restart.Step);
        Assert.Equal(1, restart.SessionStatus);
    }
}
