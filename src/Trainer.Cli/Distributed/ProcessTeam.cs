using System.Runtime.InteropServices;
using Trainer.Torch.Distributed;

namespace Trainer.Cli.Distributed;

/// <summary>This host's processes of a run, which end together.</summary>
internal sealed class ProcessTeam : IDisposable
{
    // Long enough for the others to notice and to say so.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly List<LaunchedProcess> processes;
    private readonly TextWriter error;
    private volatile bool wasAskedToStop;

    private ProcessTeam(List<LaunchedProcess> processes, TextWriter error)
    {
        this.processes = processes;
        this.error = error;
    }

    /// <summary>Starts one process for each of this host's members.</summary>
    /// <param name="members">The members.</param>
    /// <param name="arguments">Command line of each.</param>
    /// <param name="output">Takes their results.</param>
    /// <param name="error">Takes everything else that they and this say.</param>
    internal static ProcessTeam Start(IReadOnlyList<Membership> members, IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var lines = new RankedOutput(output, error, showsRanks: members[0].WorldSize > 1);
        return new ProcessTeam([.. members.Select(member => LaunchedProcess.Start(arguments, member, members.Count, lines))], error);
    }

    /// <summary>Waits for all processes, passing signals on; once one fails, the others have a moment to end by themselves.</summary>
    /// <returns>The exit code of the one that failed by itself, not of those that missed it.</returns>
    internal int Wait()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, PassOn);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, PassOn);
        List<LaunchedProcess> failed = WaitForAll().GetAwaiter().GetResult();
        LaunchedProcess? culprit = failed.Find(process => process.ExitCode != ExitCode.GroupBroken) ?? failed.Find(_ => true);
        if (culprit is not null && !IsStop(culprit.ExitCode))
        {
            error.WriteLine($"error: rank {culprit.Rank} ended with exit code {culprit.ExitCode}, and so the others were ended.");
        }

        return culprit?.ExitCode ?? ExitCode.Success;
    }

    public void Dispose() => processes.ForEach(process =>
    {
        process.End();
        process.Dispose();
    });

    /// <summary>Those that ended with an error by themselves, in the order of their ends.</summary>
    private async Task<List<LaunchedProcess>> WaitForAll()
    {
        var failed = new List<LaunchedProcess>();
        Task? ending = null;
        await foreach (Task<LaunchedProcess> ended in Task.WhenEach(processes.Select(process => process.Ended)).ConfigureAwait(false))
        {
            LaunchedProcess process = await ended.ConfigureAwait(false);
            if (process.ExitCode != ExitCode.Success && !process.WasEnded)
            {
                failed.Add(process);
                ending ??= IsStop(process.ExitCode) ? null : EndOthers();
            }
        }

        return failed;
    }

    private async Task EndOthers()
    {
        await Task.WhenAny(Task.WhenAll(processes.Select(process => process.Ended)), Task.Delay(Grace)).ConfigureAwait(false);
        processes.ForEach(process => process.End());
    }

    // A process that was asked to stop has saved with the others what it had to; they end by themselves.
    private static bool IsStop(int code) => code is ExitCode.Interrupted or ExitCode.Terminated;

    private void PassOn(PosixSignalContext context)
    {
        if (wasAskedToStop)
        {
            // The second signal: its usual effect on this process, and the same for the others.
            processes.ForEach(process => process.End());
            return;
        }

        wasAskedToStop = context.Cancel = true;
        processes.ForEach(process => process.Send(context.Signal));
    }
}
