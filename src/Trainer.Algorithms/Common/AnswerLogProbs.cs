using Trainer.Torch;

namespace Trainer.Algorithms.Common;

/// <summary>
/// Log-probabilities of label tokens, of the states that predict them alone: logits of prompts, pictures and padding never exist,
/// and those of answers never all at once.
/// </summary>
public static class AnswerLogProbs
{
    /// <summary>Logits that exist at one time: 256 MiB in Float32.</summary>
    private const int BlockLogits = 1 << 26;

    /// <summary>Labels whose logits exist at one time.</summary>
    /// <param name="vocabulary">Logits of one label.</param>
    public static int BlockRows(int vocabulary) => Math.Max(1, BlockLogits / vocabulary);

    /// <summary>Computes them, with their graph.</summary>
    /// <param name="states">The states that predict the labels, after the final normalisation, [labels, width]; at least one.</param>
    /// <param name="targets">The labels, Int64 [labels].</param>
    /// <param name="project">The output projection: [rows, width] to [rows, vocabulary].</param>
    /// <param name="blockRows">Labels at one time. Above it, logits are computed again in the backward pass instead of kept.</param>
    /// <returns>Float32 [labels].</returns>
    public static Tensor Compute(Tensor states, Tensor targets, Func<Tensor, Tensor> project, int blockRows)
    {
        if (states.Size(0) <= blockRows)
        {
            return Functional.TokenLogProbs(project(states), targets);
        }

        var blocks = new List<Tensor>();
        for (long start = 0; start < states.Size(0); start += blockRows)
        {
            long rows = Math.Min(blockRows, states.Size(0) - start);
            Tensor own = targets.Narrow(0, start, rows);
            blocks.Add(Checkpoint.Run(block => Functional.TokenLogProbs(project(block), own), states.Narrow(0, start, rows)));
        }

        return Tensor.Cat(0, [.. blocks]);
    }

    /// <summary>How many labels are what the model finds likeliest, as a scalar. Projects once more, without a graph.</summary>
    /// <inheritdoc cref="Compute"/>
    public static Tensor CountHits(Tensor states, Tensor targets, Func<Tensor, Tensor> project, int blockRows)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        Tensor hits = Tensor.Zeros(new Placement(states.Device, DType.Float32));
        for (long start = 0; start < states.Size(0); start += blockRows)
        {
            long rows = Math.Min(blockRows, states.Size(0) - start);
            Tensor likeliest = project(states.Narrow(0, start, rows)).ArgMax(-1);
            hits.AddInPlace(likeliest.Eq(targets.Narrow(0, start, rows)).To(DType.Float32).Sum());
        }

        return scope.Keep(hits);
    }
}
