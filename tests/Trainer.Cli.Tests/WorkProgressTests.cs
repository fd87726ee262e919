using Trainer.Preparation.Common;

namespace Trainer.Cli.Tests;

public sealed class WorkProgressTests
{
    [Fact]
    public void Report_EveryTenth_TellsPaceAndRest()
    {
        using StringWriter output = new();
        var clock = new ManualClock();
        var progress = new WorkProgress(output, clock);

        progress.Report(new PreparationProgress("a.jsonl", 100, 1000));
        clock.Seconds = 10;
        progress.Report(new PreparationProgress("a.jsonl", 150, 1000));
        progress.Report(new PreparationProgress("a.jsonl", 300, 1000));
        progress.Report(new PreparationProgress("b.jsonl", 1000, 1000));

        Assert.Equal(["a.jsonl  100/1000", "a.jsonl  300/1000  20/s  ETA 0:00:35", "b.jsonl  1000/1000"], output.ToString().TrimEnd().Split(Environment.NewLine));
    }

    private sealed class ManualClock : TimeProvider
    {
        internal int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
