using Trainer.Torch;

namespace Trainer.Data.Sampling;

/// <summary>Chooses records once for a whole run.</summary>
public static class Subset
{
    /// <summary>A share of the positions, drawn by the seed, in their old order.</summary>
    /// <param name="positions">Positions of records.</param>
    /// <param name="fraction">Greater than 0, at most 1; at least one position is drawn.</param>
    /// <param name="random">The run's randomness.</param>
    /// <param name="name">Name of the draw, so that each dataset has its own.</param>
    public static IReadOnlyList<int> Draw(IReadOnlyList<int> positions, double fraction, RandomRoot random, string name)
    {
        int count = (int)Math.Max(1, Math.Round(positions.Count * fraction));
        return count >= positions.Count ? positions : Divide(positions, count, random.Managed($"fraction/{name}")).HeldOut;
    }

    /// <summary>Sets records aside for validation.</summary>
    /// <param name="positions">Positions of records.</param>
    /// <param name="size">A share when below 1, else a count; 0 sets none aside.</param>
    /// <param name="random">The run's randomness.</param>
    /// <param name="name">Name of the draw.</param>
    /// <exception cref="DataException">Nothing would be left.</exception>
    public static HoldOut HoldOut(IReadOnlyList<int> positions, double size, RandomRoot random, string name)
    {
        double exact = size < 1 ? positions.Count * size : size;
        int count = size > 0 ? (int)Math.Max(1, Math.Round(exact)) : 0;
        if (count >= positions.Count)
        {
            throw new DataException($"{count} of {positions.Count} records would be set aside, which leaves none to train on. Set a smaller data.val_size.");
        }

        return Divide(positions, count, random.Managed($"held-out/{name}"));
    }

    private static HoldOut Divide(IReadOnlyList<int> positions, int count, Random random)
    {
        int[] order = [.. positions];
        random.Shuffle(order);
        return new HoldOut([.. order[count..].Order()], [.. order[..count].Order()]);
    }
}

/// <summary>Records in two parts.</summary>
/// <param name="Rest">The larger part, such as for training.</param>
/// <param name="HeldOut">The part that was drawn, such as for validation.</param>
public sealed record HoldOut(IReadOnlyList<int> Rest, IReadOnlyList<int> HeldOut);
