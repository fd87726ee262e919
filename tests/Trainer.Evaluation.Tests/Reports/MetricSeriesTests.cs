using Trainer.Evaluation.Reports;
using Trainer.TestKit;

namespace Trainer.Evaluation.Tests.Reports;

public sealed class MetricSeriesTests
{
    [Fact]
    public void Read_NullsOtherFiguresAndTornLine_KeepsTheNumbers()
    {
        using var directory = new TemporaryDirectory();
        string path = Path.Combine(directory.Path, "metrics.jsonl");
        File.WriteAllText(path, "{\"step\":1,\"loss\":2.5}\n{\"step\":2,\"loss\":null}\n{\"step\":3,\"eval/f1\":1}\n[]\n{\"step\":4,\"loss\":2}\n{\"step\":5,\"lo");

        MetricSeries series = MetricSeries.Read(path, "loss");

        Assert.Equal([(1, 2.5), (4, 2)], series.Points);
    }
}
