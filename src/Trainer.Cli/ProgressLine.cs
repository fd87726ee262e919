using Trainer.Preparation.Common;

namespace Trainer.Cli;

/// <summary>Says how far one piece of work is, as <see cref="WorkProgress"/> does.</summary>
/// <param name="output">Usually stderr.</param>
/// <param name="name">What is being done.</param>
/// <param name="total">When it is done.</param>
internal sealed class ProgressLine(TextWriter output, string name, int total) : IProgress<int>
{
    private readonly WorkProgress progress = new(output, TimeProvider.System);

    public void Report(int value) => progress.Report(new PreparationProgress(name, value, total));
}
