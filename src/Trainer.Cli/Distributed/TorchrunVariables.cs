using System.Globalization;
using Trainer.Torch.Distributed;

namespace Trainer.Cli.Distributed;

/// <summary>torchrun's environment contract: how a process learns its place among others.</summary>
internal static class TorchrunVariables
{
    private const string Rank = "RANK";
    private const string WorldSize = "WORLD_SIZE";
    private const string LocalRank = "LOCAL_RANK";
    private const string LocalWorldSize = "LOCAL_WORLD_SIZE";
    private const string MasterAddress = "MASTER_ADDR";
    private const string MasterPort = "MASTER_PORT";

    /// <summary>Reads the contract; alone where neither <c>RANK</c> nor <c>WORLD_SIZE</c> is set.</summary>
    /// <param name="variable">A variable's value by its name.</param>
    /// <exception cref="UsageException">A variable is missing or holds no such number.</exception>
    internal static Membership Read(Func<string, string?> variable)
    {
        if (variable(Rank) is null && variable(WorldSize) is null)
        {
            return Membership.Alone;
        }

        int size = Number(variable, WorldSize, 1, int.MaxValue);
        return new Membership(
            Number(variable, Rank, 0, size - 1),
            size,
            Number(variable, LocalRank, 0, size - 1),
            Text(variable, MasterAddress),
            Number(variable, MasterPort, 1, ushort.MaxValue));
    }

    /// <summary>What messages of one process among several begin with: its rank, as far as the variables tell.</summary>
    internal static string Speaker(Func<string, string?> variable) =>
        variable(WorldSize) is not (null or "1") ? $"rank {variable(Rank)}: " : string.Empty;

    /// <summary>The variables of one process.</summary>
    /// <param name="member">The process.</param>
    /// <param name="localWorldSize">Processes on its host.</param>
    internal static IReadOnlyDictionary<string, string> Write(Membership member, int localWorldSize) => new Dictionary<string, string>
    {
        [Rank] = Text(member.Rank),
        [WorldSize] = Text(member.WorldSize),
        [LocalRank] = Text(member.LocalRank),
        [LocalWorldSize] = Text(localWorldSize),
        [MasterAddress] = member.MasterAddress,
        [MasterPort] = Text(member.MasterPort),
    };

    private static int Number(Func<string, string?> variable, string name, int least, int most)
    {
        string text = Text(variable, name);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{name} is '{text}', expected a whole number from {least} to {most}. torchrun and './trainer launch' set it.");
    }

    private static string Text(Func<string, string?> variable, string name) => variable(name) is { Length: > 0 } text
        ? text
        : throw new UsageException($"{name} is not set, but {Rank} or {WorldSize} is, so this is one of several processes. Set {Rank}, {WorldSize}, {LocalRank}, {MasterAddress} and {MasterPort}, or start with torchrun or './trainer launch'.");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
