using System.Globalization;

namespace Trainer.Data.Sampling;

/// <summary>How far a run has come through its data.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Batch">Batches of that epoch that were used.</param>
/// <param name="BatchesPerEpoch">Batches in an epoch: tells a checkpoint that belongs to other data.</param>
public readonly record struct SamplerState(int Epoch, int Batch, int BatchesPerEpoch)
{
    /// <summary>The state after one more batch.</summary>
    public SamplerState Next() =>
        Batch + 1 < BatchesPerEpoch ? this with { Batch = Batch + 1 } : this with { Epoch = Epoch + 1, Batch = 0 };

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="DataException">It is no such text.</exception>
    public static SamplerState Parse(string text)
    {
        int[] numbers = [.. text.Split('/').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        return numbers is [>= 0, >= 0, > 0] && numbers[1] < numbers[2]
            ? new SamplerState(numbers[0], numbers[1], numbers[2])
            : throw new DataException($"'{text}' is no position in the data. Expected epoch/batch/batches, such as 0/12/100.");
    }

    /// <summary>Epoch, batch and batches in an epoch, such as <c>0/12/100</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}/{Batch}/{BatchesPerEpoch}");
}
