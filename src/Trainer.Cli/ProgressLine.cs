using System.Globalization;

namespace Trainer.Cli;

/// <summary>Says how much of some work is done: one line that renews itself on a terminal, a line for every tenth elsewhere.</summary>
/// <param name="output">Usually stderr.</param>
/// <param name="name">What is being done.</param>
/// <param name="total">When it is done.</param>
internal sealed class ProgressLine(TextWriter output, string name, int total) : IProgress<int>
{
    private const int Parts = 10;
    private int lastPart;

    public void Report(int value)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{name}  {value}/{total}");
        int part = value * Parts / Math.Max(1, total);
        if (Progress.IsLive)
        {
            output.Write(value >= total ? $"\r{text}\n" : $"\r{text}");
        }
        else if (part > lastPart || value >= total)
        {
            output.WriteLine(text);
        }

        lastPart = part;
    }
}
