using System.Runtime.InteropServices;

namespace Trainer.Training;

/// <summary>
/// A wish to stop after the current step. The first SIGINT or SIGTERM is such a wish; a second one ends the process at once.
/// </summary>
public sealed class StopRequest : IDisposable
{
    private const int Interrupted = 130;
    private const int Terminated = 143;

    private readonly List<PosixSignalRegistration> registrations = [];
    private volatile int exitCode;

    /// <summary>The exit code that tells the cause: 130 after SIGINT, 143 after SIGTERM; null while nobody asked.</summary>
    public int? ExitCode => exitCode == 0 ? null : exitCode;

    /// <summary>A request that the process's signals make.</summary>
    public static StopRequest OnSignals()
    {
        var request = new StopRequest();
        request.registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, request.Handle));
        request.registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, request.Handle));
        return request;
    }

    /// <summary>Asks as if a signal had come.</summary>
    /// <returns>Whether this was the first to ask.</returns>
    public bool Ask(PosixSignal signal) =>
        Interlocked.CompareExchange(ref exitCode, signal == PosixSignal.SIGINT ? Interrupted : Terminated, 0) == 0;

    /// <summary>Gives the signals back.</summary>
    public void Dispose() => registrations.ForEach(registration => registration.Dispose());

    private void Handle(PosixSignalContext context) => context.Cancel = Ask(context.Signal);
}
