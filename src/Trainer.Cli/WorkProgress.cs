using System.Globalization;
using Trainer.Preparation.Common;

namespace Trainer.Cli;

/// <summary>Says how far a long work is, how fast it goes and how long it will take: one line that renews itself on a terminal, a line for every tenth elsewhere.</summary>
/// <param name="output">Usually stderr.</param>
/// <param name="time">Measures the pace.</param>
internal sealed class WorkProgress(TextWriter output, TimeProvider time) : IProgress<PreparationProgress>
{
    private const int Parts = 10;
    private string work = "";
    private int firstDone;
    private long started;
    private int lastDone;
    private int lastPart;

    public void Report(PreparationProgress value)
    {
        // A file may hold several lists, which are read one after the other.
        if (value.Work != work || value.Done < lastDone)
        {
            Begin(value);
        }

        int part = (int)((long)value.Done * Parts / Math.Max(1, value.Total));
        if (Progress.IsLive)
        {
            output.Write(value.Done >= value.Total ? $"\r{Text(value)}\n" : $"\r{Text(value)}  ");
        }
        else if (part > lastPart)
        {
            output.WriteLine(Text(value));
        }

        (lastDone, lastPart) = (value.Done, part);
    }

    private void Begin(PreparationProgress value)
    {
        work = value.Work;
        firstDone = value.Done;
        started = time.GetTimestamp();
        lastPart = 0;
    }

    /// <summary>The pace counts from the first report on, because whatever was done before may be an earlier process's.</summary>
    private string Text(PreparationProgress value)
    {
        double seconds = time.GetElapsedTime(started).TotalSeconds;
        double pace = seconds > 0 ? (value.Done - firstDone) / seconds : 0;
        string rest = pace > 0 ? string.Create(CultureInfo.InvariantCulture, $"  {pace:F0}/s  ETA {TimeSpan.FromSeconds((value.Total - value.Done) / pace):h\\:mm\\:ss}") : "";
        return $"{value.Work}  {value.Done}/{value.Total}{rest}";
    }
}
