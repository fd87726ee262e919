using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Trainer.Torch.Distributed;

namespace Trainer.Cli.Distributed;

/// <summary>One process that <c>trainer launch</c> started: this very program once more.</summary>
internal sealed partial class LaunchedProcess : IDisposable
{
    private const string Mark = "TRAINER_LAUNCHED";
    private const string Threads = "OMP_NUM_THREADS";
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private readonly Process process;

    private LaunchedProcess(int rank, Process process)
    {
        Rank = rank;
        this.process = process;
        Ended = WaitForEnd();
    }

    /// <summary>Whether this process was started so.</summary>
    internal static bool IsThis => Environment.GetEnvironmentVariable(Mark) is not null;

    internal int Rank { get; }

    /// <summary>Completes when the process has ended and all of its lines were passed on.</summary>
    internal Task<LaunchedProcess> Ended { get; }

    /// <summary>Whether <see cref="End"/> came before its own end, so that its exit code says nothing.</summary>
    internal bool WasEnded { get; private set; }

    /// <summary>What it returned, 128 + N where signal N killed it.</summary>
    internal int ExitCode => process.ExitCode;

    /// <summary>Starts one.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="member">Its place among the processes.</param>
    /// <param name="localWorldSize">Processes on this host, which share its threads.</param>
    /// <param name="output">Takes its lines.</param>
    internal static LaunchedProcess Start(IReadOnlyList<string> arguments, Membership member, int localWorldSize, RankedOutput output)
    {
        ProcessStartInfo start = OwnProgram(arguments);
        foreach ((string name, string value) in TorchrunVariables.Write(member, localWorldSize))
        {
            start.Environment[name] = value;
        }

        start.Environment[Mark] = "1";
        start.Environment[Threads] = ThreadsOfEach(localWorldSize);
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => output.Result(line.Data);
        process.ErrorDataReceived += (_, line) => output.Remark(member.Rank, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new LaunchedProcess(member.Rank, process);
    }

    /// <summary>Passes a signal on, unless the process has ended.</summary>
    internal void Send(PosixSignal signal)
    {
        if (!process.HasExited)
        {
            _ = Kill(process.Id, signal == PosixSignal.SIGINT ? Interrupt : Terminate);
        }
    }

    /// <summary>Ends the process at once, unless it has ended.</summary>
    internal void End()
    {
        if (!process.HasExited)
        {
            WasEnded = true;
            process.Kill();
        }
    }

    public void Dispose() => process.Dispose();

    private static ProcessStartInfo OwnProgram(IReadOnlyList<string> arguments) => new(DotnetHost, [typeof(LaunchedProcess).Assembly.Location, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static string DotnetHost => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static string ThreadsOfEach(int processes)
    {
        bool isSet = int.TryParse(Environment.GetEnvironmentVariable(Threads), NumberStyles.None, CultureInfo.InvariantCulture, out int all);
        return Math.Max(1, (isSet ? all : Environment.ProcessorCount) / processes).ToString(CultureInfo.InvariantCulture);
    }

    private async Task<LaunchedProcess> WaitForEnd()
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        return this;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
