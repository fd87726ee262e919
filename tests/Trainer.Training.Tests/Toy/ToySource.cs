using System.Globalization;
using Trainer.Torch;

namespace Trainer.Training.Tests.Toy;

/// <summary>Seeded rows in micro-batches of the given sizes, shuffled anew in each epoch; its state is how many it gave out.</summary>
internal sealed class ToySource(params int[] sizes) : IBatchSource<ToyBatch>
{
    private const int Inputs = 3;
    private readonly RandomRoot root = new(11);
    private int given;

    /// <summary>The batch, counted from 0 over all epochs, that gets a NaN; -1: none.</summary>
    internal int PoisonedBatch { get; init; } = -1;

    /// <summary>Which of a batch's rows this process takes.</summary>
    internal Func<int[], int[]> Share { get; init; } = rows => rows;

    public int BatchesPerEpoch => sizes.Length;

    public ToyBatch Next()
    {
        (int epoch, int index) = Math.DivRem(given, sizes.Length);
        int[] order = [.. Enumerable.Range(0, sizes.Sum())];
        root.Managed("order", epoch).Shuffle(order);
        int[] rows = order[sizes.Take(index).Sum()..sizes.Take(index + 1).Sum()];
        ToyBatch batch = Batch(Share(rows), isPoisoned: given == PoisonedBatch);
        given++;
        return batch;
    }

    public string SaveState() => given.ToString(CultureInfo.InvariantCulture);

    public void RestoreState(string state) => given = int.Parse(state, CultureInfo.InvariantCulture);

    private ToyBatch Batch(int[] rows, bool isPoisoned)
    {
        float[] inputs = [.. rows.SelectMany(Row)];
        float[] targets = [.. rows.Select(row => Row(row).Sum() - 0.5f)];
        targets[0] = isPoisoned ? float.NaN : targets[0];
        return new ToyBatch(
            TensorScope.Release(Tensor.From(inputs, rows.Length, Inputs)),
            TensorScope.Release(Tensor.From(targets, rows.Length, 1)),
            [.. rows.Select(row => $"row-{row}")]);
    }

    private float[] Row(int row)
    {
        Random random = root.Managed("row", row);
        return [.. Enumerable.Range(0, Inputs).Select(_ => (float)random.NextDouble())];
    }
}
