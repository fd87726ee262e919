using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>Prompts side by side, padded on the left so that all of them end in the same column.</summary>
internal sealed class PromptBatch
{
    private readonly long[] starts;

    /// <summary>Pads and joins prompts; the tensors belong to the caller's scope.</summary>
    internal PromptBatch(IReadOnlyList<Prompt> prompts, LlavaConfig config, Device device)
    {
        Rows = prompts.Count;
        Length = prompts.Max(prompt => prompt.TokenIds.Length);
        starts = [.. prompts.Select(prompt => (long)(Length - prompt.TokenIds.Length))];
        var ids = new long[Rows * Length];
        var positions = new long[ids.Length];
        for (int row = 0; row < Rows; row++)
        {
            Span<long> target = ids.AsSpan(row * Length, Length);
            target[..(int)starts[row]].Fill(config.Text.PadTokenId);
            prompts[row].TokenIds.CopyTo(target[(int)starts[row]..]);
            for (int i = (int)starts[row]; i < Length; i++)
            {
                positions[(row * Length) + i] = i - starts[row];
            }
        }

        TokenIds = Tensor.From(ids, Rows, Length).To(device);
        Window = new SequenceWindow { Starts = Tensor.From(starts), Positions = Tensor.From(positions, Rows, Length).To(device) };
        float[] pixels = [.. prompts.SelectMany(prompt => prompt.Pixels)];
        int size = config.Vision.ImageSize;
        Pixels = pixels.Length == 0 ? null : Tensor.From(pixels, pixels.Length / (3 * size * size), 3, size, size).To(device);
    }

    /// <summary>Number of prompts.</summary>
    internal int Rows { get; }

    /// <summary>Tokens of the longest one.</summary>
    internal int Length { get; }

    /// <summary>Int64 [rows, length].</summary>
    internal Tensor TokenIds { get; }

    /// <summary>Where each row's own tokens begin, and their positions.</summary>
    internal SequenceWindow Window { get; }

    /// <summary>Float32 [pictures, 3, size, size], or none.</summary>
    internal Tensor? Pixels { get; }

    /// <summary>First real key of each row, each repeated for the rows that a strategy makes of it.</summary>
    internal long[] StartsRepeated(int times) => [.. starts.SelectMany(start => Enumerable.Repeat(start, times))];
}
