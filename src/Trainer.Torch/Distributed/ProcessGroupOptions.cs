namespace Trainer.Torch.Distributed;

/// <summary>How processes talk to each other.</summary>
public sealed record ProcessGroupOptions
{
    /// <summary>Longest wait for the others, at the start and in every collective; it must cover evaluations of rank 0.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Where the tensors lie: NCCL for a GPU, Gloo for the processor.</summary>
    public Device Device { get; init; } = Device.Cpu;

    /// <summary>Network interface that Gloo listens on, such as <c>eth0</c>; empty: the one that leads to rank 0.</summary>
    public string NetworkInterface { get; init; } = string.Empty;
}
