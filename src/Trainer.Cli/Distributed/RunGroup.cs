using Trainer.Cli.Models;
using Trainer.Recipes.Options;
using Trainer.Torch;
using Trainer.Torch.Distributed;

namespace Trainer.Cli.Distributed;

/// <summary>The processes that do a run together, and where this one computes.</summary>
/// <param name="Group">The processes.</param>
/// <param name="Device">This process's device.</param>
internal sealed record RunGroup(ProcessGroup Group, Device Device) : IDisposable
{
    /// <summary>This process alone, on the first GPU or the processor.</summary>
    internal static RunGroup Alone => new(ProcessGroup.Single, ComputePlacement.DeviceOf(0));

    /// <summary>Joins the group that torchrun's environment variables describe; alone without them.</summary>
    /// <exception cref="UsageException">The variables are wrong.</exception>
    /// <exception cref="ProcessGroupException">The others did not come in time.</exception>
    internal static RunGroup Join(DistributedOptions options)
    {
        Membership member = TorchrunVariables.Read(Environment.GetEnvironmentVariable);
        Device device = ComputePlacement.DeviceOf(member.LocalRank);
        return new RunGroup(
            ProcessGroup.Join(member, new ProcessGroupOptions
            {
                Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
                Device = device,
                NetworkInterface = Environment.GetEnvironmentVariable("GLOO_SOCKET_IFNAME") ?? string.Empty,
            }),
            device);
    }

    /// <summary>Turns away processes that would all do the same work in the same folder.</summary>
    /// <param name="work">What must be alone.</param>
    /// <exception cref="UsageException">This is one of several processes.</exception>
    internal static void RequireAlone(string work)
    {
        int processes = TorchrunVariables.Read(Environment.GetEnvironmentVariable).WorldSize;
        if (processes > 1)
        {
            throw new UsageException($"{work} runs in one process, not in {processes}. Let its steps be launched: launch --nproc-per-node {processes} run RECIPE.");
        }
    }

    public void Dispose() => Group.Dispose();
}
