using System.Runtime.InteropServices;

namespace Trainer.Cli;

/// <summary>
/// Turns the first SIGINT or SIGTERM into a request to stop, so that a run can save a checkpoint; the second one kills.
/// System.CommandLine's own handler is off, because it gives up after seconds and hides which signal came.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;

    internal Interruption()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, Cli.ExitCode.Interrupted));
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, Cli.ExitCode.Terminated));
    }

    internal CancellationToken Token => source.Token;

    /// <summary>The code to end with, or null while nobody has asked to stop.</summary>
    internal int? ExitCode { get; private set; }

    private void Stop(PosixSignalContext context, int exitCode)
    {
        context.Cancel = ExitCode is null;
        ExitCode ??= exitCode;
        source.Cancel();
    }

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        source.Dispose();
    }
}
