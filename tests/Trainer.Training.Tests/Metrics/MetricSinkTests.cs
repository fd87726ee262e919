using Trainer.Training.Metrics;

namespace Trainer.Training.Tests.Metrics;

public sealed class MetricSinkTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Write_FailingSink_IsReportedOnceAndTheOthersGoOn()
    {
        using var complaints = new StringWriter();
        var healthy = new CountingSink();
        using var all = new MetricFanOut(complaints, new BrokenSink(), healthy);

        all.Write(Record(1));
        all.Write(Record(2));

        Assert.Equal(2, healthy.Written);
        Assert.Single(complaints.ToString().TrimEnd().Split('\n'));
        Assert.Contains("BrokenSink", complaints.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TruncateAfter_DropsLaterAndTornLines()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder, "metrics.jsonl");
        File.WriteAllText(path, "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n{\"ste");

        JsonLinesSink.TruncateAfter(path, 2);

        Assert.Equal("{\"step\":1}\n{\"step\":2}\n", File.ReadAllText(path));
    }

    [Fact]
    public void Write_JsonLines_KeepsNaNOutOfJson()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder, "metrics.jsonl");
        using (var sink = new JsonLinesSink(path))
        {
            sink.Write(new MetricRecord(4, Start, new Dictionary<string, double> { ["loss"] = 0.5, ["x"] = double.NaN }));
        }

        Assert.Equal("{\"step\":4,\"time\":\"1970-01-01T00:00:00+00:00\",\"loss\":0.5,\"x\":null}\n", File.ReadAllText(path));
    }

    [Fact]
    public void Write_ProgressInAFile_IsOnePlainLineEach()
    {
        using var text = new StringWriter { NewLine = "\n" };
        using var sink = new ProgressSink(text, isLive: false, Start, firstStep: 10, totalSteps: 30);

        // Ten steps took 50 seconds, ten are left.
        sink.Write(new MetricRecord(20, Start.AddSeconds(50), new Dictionary<string, double>
        {
            ["loss"] = 1.25, ["learning_rate"] = 2e-5, ["samples_per_second"] = 12.34, ["tokens_per_second"] = 456, ["memory_gib"] = 1.5,
        }));
        sink.Write(new MetricRecord(20, Start.AddSeconds(51), new Dictionary<string, double> { ["eval/loss"] = 0.5 }));

        Assert.Equal(
            "step 20/30  ETA 0:00:50  loss 1.2500  lr 2.00E-5  12.3 samples/s  456 tokens/s  1.5 GiB\nstep 20/30  eval/loss 0.5\n",
            text.ToString());
    }

    [Fact]
    public void Write_ProgressOnATerminal_RenewsItsLine()
    {
        using var text = new StringWriter { NewLine = "\n" };
        using (var sink = new ProgressSink(text, isLive: true, Start, firstStep: 0, totalSteps: 4))
        {
            sink.Write(Record(1));
            sink.Write(Record(2));
        }

        Assert.Equal("\rstep 1/4  ETA 0:00:00  loss 1.0000\rstep 2/4  ETA 0:00:00  loss 1.0000\n", text.ToString());
    }

    private static MetricRecord Record(int step) => new(step, Start, new Dictionary<string, double> { ["loss"] = 1 });

    private sealed class BrokenSink : IMetricSink
    {
        public void Write(MetricRecord record) => throw new IOException("no space left");

        public void Dispose()
        {
        }
    }

    private sealed class CountingSink : IMetricSink
    {
        internal int Written { get; private set; }

        public void Write(MetricRecord record) => Written++;

        public void Dispose()
        {
        }
    }
}
