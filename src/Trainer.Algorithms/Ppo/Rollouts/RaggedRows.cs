using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Goes between the tokens of all answers in one row and a block with a row for each answer, zeros behind its end.</summary>
/// <param name="lengths">Tokens of each answer, at least 1.</param>
public sealed class RaggedRows(IReadOnlyList<int> lengths)
{
    private readonly int longest = lengths.Max();

    /// <summary>1 where a slot holds a token, else 0, Float32 [answers, longest].</summary>
    public Tensor Mask() => Pad([.. Enumerable.Repeat(1f, lengths.Sum())]);

    /// <summary>The numbers as a block, Float32 [answers, longest].</summary>
    /// <param name="flat">One for each token, answer by answer.</param>
    public Tensor Pad(ReadOnlySpan<float> flat)
    {
        var block = new float[lengths.Count * longest];
        for (int row = 0; row < lengths.Count; row++)
        {
            flat[..lengths[row]].CopyTo(block.AsSpan(row * longest));
            flat = flat[lengths[row]..];
        }

        return Tensor.From(block, lengths.Count, longest);
    }

    /// <summary>The numbers of each answer.</summary>
    /// <param name="block">Float32 [answers, longest] on the processor.</param>
    public float[][] Split(Tensor block)
    {
        float[] values = block.Contiguous().ToArray<float>();
        return [.. lengths.Select((length, row) => values.AsSpan(row * longest, length).ToArray())];
    }

    /// <summary>The numbers of each answer, from one row of all.</summary>
    public float[][] Split(float[] flat)
    {
        int start = 0;
        return [.. lengths.Select(length => flat[start..(start += length)])];
    }
}
