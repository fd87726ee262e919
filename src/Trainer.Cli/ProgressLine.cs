using System.Globalization;

namespace Trainer.Cli;

/// <summary>Says how much of some work is done and how long the rest will take: one line that renews itself on a terminal, a line for every tenth elsewhere.</summary>
/// <param name="output">Usually stderr.</param>
/// <param name="name">What is being done.</param>
/// <param name="total">When it is done.</param>
internal sealed class ProgressLine(TextWriter output, string name, int total) : IProgress<int>
{
    private const int Parts = 10;
    private readonly long start = TimeProvider.System.GetTimestamp();
    private int lastPart;
    private int lastWidth;

    public void Report(int value)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{name}  {value}/{total}{Left(value)}");
        int part = (int)((long)value * Parts / Math.Max(1, total));
        if (Progress.IsLive)
        {
            output.Write($"\r{text.PadRight(lastWidth)}{(value >= total ? "\n" : "")}");
        }
        else if (part > lastPart || value >= total)
        {
            output.WriteLine(text);
        }

        (lastPart, lastWidth) = (part, text.Length);
    }

    /// <summary>The time that is left if the rest goes as the work went so far.</summary>
    private string Left(int value)
    {
        if (value <= 0 || value >= total)
        {
            return "";
        }

        TimeSpan left = TimeProvider.System.GetElapsedTime(start) * ((double)(total - value) / value);
        return left.TotalSeconds < 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"  {Math.Floor(left.TotalHours):00}:{left.Minutes:00}:{left.Seconds:00} left");
    }
}
