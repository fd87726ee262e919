using System.Runtime.InteropServices;
using Trainer.Torch.Distributed;

namespace Trainer.Training;

/// <summary>
/// A wish to stop after the current step, of somebody's or of the run's own. The first SIGINT or SIGTERM is such a wish; a second one ends
/// the process at once.
/// </summary>
public sealed class StopRequest : IDisposable
{
    private const int Interrupted = 130;
    private const int Terminated = 143;

    private readonly List<PosixSignalRegistration> registrations = [];
    private volatile int exitCode;

    /// <summary>The exit code that tells the cause: 130 after SIGINT, 143 after SIGTERM, another that was asked for; null while nobody asked.</summary>
    public int? ExitCode => exitCode == 0 ? null : exitCode;

    /// <summary>Why, in whole sentences, where the run itself asked; else null.</summary>
    public string? Reason { get; private set; }

    /// <summary>The exit code that any process of a group was given, for all of them to stop together; null while none was.</summary>
    public int? AgreedExitCode(ProcessGroup group) => (int)group.AllGather(exitCode).Max(codes => codes[0]) is > 0 and int code ? code : null;

    /// <summary>A request that the process's signals make.</summary>
    public static StopRequest OnSignals() => Listen(request => context => context.Cancel = request.Ask(context.Signal));

    /// <summary>
    /// The same, but further signals change nothing: for a process whose launcher passes on the signals that a terminal or a
    /// scheduler sends to both, and itself ends everything at the second one.
    /// </summary>
    public static StopRequest OnFirstSignal() => Listen(request => context =>
    {
        request.Ask(context.Signal);
        context.Cancel = true;
    });

    /// <summary>Asks as if a signal had come.</summary>
    /// <returns>Whether this was the first to ask.</returns>
    public bool Ask(PosixSignal signal) =>
        Interlocked.CompareExchange(ref exitCode, signal == PosixSignal.SIGINT ? Interrupted : Terminated, 0) == 0;

    /// <summary>Asks on the run's own account.</summary>
    /// <param name="code">Exit code of the run, from 1 to 127.</param>
    /// <param name="reason">Why, in whole sentences.</param>
    /// <returns>Whether this was the first to ask.</returns>
    public bool Ask(int code, string reason)
    {
        bool isFirst = Interlocked.CompareExchange(ref exitCode, code, 0) == 0;
        Reason = isFirst ? reason : Reason;
        return isFirst;
    }

    /// <summary>Whether an exit code is a signal's.</summary>
    public static bool IsSignal(int code) => code is Interrupted or Terminated;

    /// <summary>Gives the signals back.</summary>
    public void Dispose() => registrations.ForEach(registration => registration.Dispose());

    private static StopRequest Listen(Func<StopRequest, Action<PosixSignalContext>> handle)
    {
        var request = new StopRequest();
        request.registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, handle(request)));
        request.registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, handle(request)));
        return request;
    }
}
