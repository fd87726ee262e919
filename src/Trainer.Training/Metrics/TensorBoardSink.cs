using System.Globalization;

namespace Trainer.Training.Metrics;

/// <summary>An event file that TensorBoard reads. Training figures appear under <c>train/</c>, evaluations under <c>eval/</c>.</summary>
public sealed class TensorBoardSink : IMetricSink
{
    private const string TrainingPrefix = "train/";
    private readonly TfRecordWriter writer;

    /// <summary>Starts a new event file in a folder.</summary>
    /// <param name="folder">Made if absent.</param>
    /// <param name="time">Start of the run; part of the file's name, by which TensorBoard orders files.</param>
    /// <param name="firstStep">Steps made before. What earlier files of the folder say about later ones is hidden.</param>
    public TensorBoardSink(string folder, DateTimeOffset time, int firstStep)
    {
        Directory.CreateDirectory(folder);
        writer = new TfRecordWriter(Create(folder, time));
        writer.Write(TensorBoardEvents.FileVersion(time));
        writer.Write(TensorBoardEvents.RestartAt(time, firstStep + 1));
    }

    /// <inheritdoc/>
    public void Write(MetricRecord record) =>
        writer.Write(TensorBoardEvents.Scalars(record.Time, record.Step, record.Values.Select(Tagged)));

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private static FileStream Create(string folder, DateTimeOffset time)
    {
        // Two runs may start in one second: the second one's file must not swallow the first one's.
        for (int number = 0; ; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{time.ToUnixTimeSeconds():D10}.trainer.{number}");
            string path = Path.Combine(folder, name);
            if (!File.Exists(path))
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            }
        }
    }

    private static KeyValuePair<string, double> Tagged(KeyValuePair<string, double> value) =>
        value.Key.StartsWith(MetricNames.EvaluationPrefix, StringComparison.Ordinal)
            ? value
            : new(TrainingPrefix + value.Key, value.Value);
}
