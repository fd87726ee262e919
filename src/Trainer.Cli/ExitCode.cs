namespace Trainer.Cli;

/// <summary>What the process returns; scripts may rely on these numbers.</summary>
internal static class ExitCode
{
    internal const int Success = 0;

    /// <summary>Our fault, or an error nobody foresaw.</summary>
    internal const int Unexpected = 1;

    /// <summary>The command line or the recipe.</summary>
    internal const int Usage = 2;

    /// <summary>Records, images, checkpoints.</summary>
    internal const int Data = 3;

    /// <summary>Memory, disk, a missing package, a judge out of reach.</summary>
    internal const int Resources = 4;

    /// <summary>The loss is no longer a number.</summary>
    internal const int Diverged = 5;

    /// <summary>Everything ran, but a result is worse than the limit that was asked for.</summary>
    internal const int GateFailed = 6;

    /// <summary>Another process of the run ended or did not answer in time; its own code tells why.</summary>
    internal const int GroupBroken = 7;

    /// <summary>Ctrl-C, with a checkpoint saved where training was under way.</summary>
    internal const int Interrupted = 130;

    /// <summary>SIGTERM, as from a scheduler, with a checkpoint saved where training was under way.</summary>
    internal const int Terminated = 143;
}
