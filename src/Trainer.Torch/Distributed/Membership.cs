namespace Trainer.Torch.Distributed;

/// <summary>A process's place among those of one run, and where they meet.</summary>
/// <param name="Rank">This process, from 0.</param>
/// <param name="WorldSize">Number of processes.</param>
/// <param name="LocalRank">This process among those of its host, from 0.</param>
/// <param name="MasterAddress">Host of rank 0.</param>
/// <param name="MasterPort">Port at which rank 0 listens.</param>
public sealed record Membership(int Rank, int WorldSize, int LocalRank, string MasterAddress, int MasterPort)
{
    /// <summary>A process that is alone.</summary>
    public static Membership Alone { get; } = new(0, 1, 0, string.Empty, 0);
}
