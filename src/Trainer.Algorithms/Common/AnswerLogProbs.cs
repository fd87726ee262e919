using Trainer.Torch;

namespace Trainer.Algorithms.Common;

/// <summary>
/// Log-probabilities of label tokens. Hidden states at label places are gathered first and projected after, in blocks,
/// so that logits of prompts, pictures and padding never exist and those of answers never all at once.
/// </summary>
public static class AnswerLogProbs
{
    /// <summary>Logits that exist at one time: 256 MiB in Float32.</summary>
    private const int BlockLogits = 1 << 26;

    /// <summary>Labels whose logits exist at one time.</summary>
    /// <param name="vocabulary">Logits of one label.</param>
    public static int BlockRows(int vocabulary) => Math.Max(1, BlockLogits / vocabulary);

    /// <summary>Computes them, with their graph.</summary>
    /// <param name="hidden">States after the final normalisation, [batch, time, width].</param>
    /// <param name="positions">Where the labels are; at least one.</param>
    /// <param name="project">The output projection: [rows, width] to [rows, vocabulary].</param>
    /// <param name="blockRows">Labels at one time. Above it, logits are computed again in the backward pass instead of kept.</param>
    /// <returns>Float32 [labels].</returns>
    public static Tensor Compute(Tensor hidden, LabelPositions positions, Func<Tensor, Tensor> project, int blockRows)
    {
        Tensor states = Gather(hidden, positions);
        if (positions.Count <= blockRows)
        {
            return Functional.TokenLogProbs(project(states), positions.Targets);
        }

        var blocks = new List<Tensor>();
        for (int start = 0; start < positions.Count; start += blockRows)
        {
            int rows = Math.Min(blockRows, positions.Count - start);
            Tensor targets = positions.Targets.Narrow(0, start, rows);
            blocks.Add(Checkpoint.Run(block => Functional.TokenLogProbs(project(block), targets), states.Narrow(0, start, rows)));
        }

        return Tensor.Cat(0, [.. blocks]);
    }

    /// <summary>How many labels are what the model finds likeliest, as a scalar. Projects once more, without a graph.</summary>
    /// <inheritdoc cref="Compute"/>
    public static Tensor CountHits(Tensor hidden, LabelPositions positions, Func<Tensor, Tensor> project, int blockRows)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        Tensor states = Gather(hidden, positions);
        Tensor hits = Tensor.Zeros(new Placement(hidden.Device, DType.Float32));
        for (int start = 0; start < positions.Count; start += blockRows)
        {
            int rows = Math.Min(blockRows, positions.Count - start);
            Tensor likeliest = project(states.Narrow(0, start, rows)).ArgMax(-1);
            hits.AddInPlace(likeliest.Eq(positions.Targets.Narrow(0, start, rows)).To(DType.Float32).Sum());
        }

        return scope.Keep(hits);
    }

    private static Tensor Gather(Tensor hidden, LabelPositions positions) =>
        hidden.Reshape(-1, hidden.Size(-1)).IndexSelect(0, positions.States);
}
