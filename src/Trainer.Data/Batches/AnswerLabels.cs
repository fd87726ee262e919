namespace Trainer.Data.Batches;

/// <summary>The scored tokens of the chosen or of the rejected answers of a batch, pair after pair. All lists are [labels].</summary>
/// <param name="Pairs">Pair that each belongs to.</param>
/// <param name="Rows">Row of the batch in which it is predicted.</param>
/// <param name="Places">Place in that row of the state that predicts it. Both answers' first tokens may be predicted by one state.</param>
/// <param name="Targets">The token.</param>
public sealed record AnswerLabels(int[] Pairs, int[] Rows, int[] Places, long[] Targets)
{
    /// <summary>Number of scored tokens.</summary>
    public int Count => Targets.Length;

    /// <summary>Scored tokens of each pair's answer, [pairs].</summary>
    /// <param name="pairs">Number of pairs.</param>
    public float[] Lengths(int pairs)
    {
        var lengths = new float[pairs];
        foreach (int pair in Pairs)
        {
            lengths[pair]++;
        }

        return lengths;
    }
}
