using Trainer.Data.Batches;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>A batch of random tokens and pictures that both sides of a benchmark read: rows of different lengths, as real ones are.</summary>
internal sealed class BenchmarkBatch
{
    private readonly LlavaConfig config;
    private readonly long[] lengths;
    private readonly int answer;

    /// <summary>Draws a batch.</summary>
    /// <param name="config">Geometry of tokens and pictures.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="length">Tokens of the longest row; the others have up to a quarter fewer.</param>
    internal BenchmarkBatch(LlavaConfig config, int rows, int length)
    {
        this.config = config;
        Rows = rows;
        Length = length;
        answer = (length - config.ImageTokenCount) / 2;
        var random = new Random(rows + length);
        lengths = [.. Enumerable.Range(0, rows).Select(row => row == 0 ? length : length - (long)random.Next(length / 4))];
        TokenIds = [.. lengths.Select(own => Row(random, (int)own))];
        Pixels = new float[rows * 3 * config.Vision.ImageSize * config.Vision.ImageSize];
        for (int i = 0; i < Pixels.Length; i++)
        {
            Pixels[i] = (random.NextSingle() * 4) - 2;
        }
    }

    /// <summary>Number of rows.</summary>
    internal int Rows { get; }

    /// <summary>Tokens of the longest row.</summary>
    internal int Length { get; }

    /// <summary>Each row's tokens, without padding.</summary>
    internal long[][] TokenIds { get; }

    /// <summary>One picture a row, one after the other.</summary>
    internal float[] Pixels { get; }

    /// <summary>One row's picture.</summary>
    internal float[] PixelsOf(int row)
    {
        int size = Pixels.Length / Rows;
        return Pixels[(row * size)..((row + 1) * size)];
    }

    /// <summary>The batch as training takes it: padded on the right, the last half of each row's text to be learnt.</summary>
    internal ConversationBatch ForTraining()
    {
        long[] ids = Padded(left: false, config.Text.PadTokenId, (row, i) => TokenIds[row][i]);
        long[] labels = Padded(left: false, ConversationBatch.Ignored, (row, i) => i < lengths[row] - answer ? ConversationBatch.Ignored : TokenIds[row][i]);
        return new ConversationBatch
        {
            TokenIds = Tensor.From(ids, Rows, Length),
            Labels = Tensor.From(labels, Rows, Length),
            Starts = Tensor.From(new long[Rows]),
            Ends = Tensor.From(lengths),
            Weights = Tensor.From(Enumerable.Repeat(1f, Rows).ToArray()),
            Pixels = PixelTensor(),
            RecordIds = [.. Enumerable.Range(0, Rows).Select(row => $"row {row}")],
            Sources = new string?[Rows],
            Tokens = lengths.Sum(),
            LabelCount = (long)answer * Rows,
        };
    }

    /// <summary>Writes the batch for the peer.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="left">Whether rows are padded on the left, as for decoding.</param>
    internal void Write(string path, bool left)
    {
        using var scope = new TensorScope();
        using ConversationBatch batch = ForTraining();
        SafetensorsWriter.Write(path,
        [
            new NamedTensor("token_ids", Tensor.From(Padded(left, config.Text.PadTokenId, (row, i) => TokenIds[row][i]), Rows, Length)),
            new NamedTensor("attention_mask", Tensor.From(Padded(left, 0, (_, _) => 1), Rows, Length)),
            new NamedTensor("labels", batch.Labels),
            new NamedTensor("pixels", batch.Pixels!),
        ]);
    }

    private Tensor PixelTensor() => Tensor.From(Pixels, Rows, 3, config.Vision.ImageSize, config.Vision.ImageSize);

    private long[] Row(Random random, int length)
    {
        const int before = 4;
        int ordinary = Math.Min(config.ImageTokenId, config.Text.VocabularySize);
        long[] row = [.. Enumerable.Range(0, length).Select(_ => (long)random.Next(3, ordinary))];
        row.AsSpan(before, config.ImageTokenCount).Fill(config.ImageTokenId);
        return row;
    }

    private long[] Padded(bool left, long padding, Func<int, int, long> value)
    {
        var result = new long[Rows * Length];
        Array.Fill(result, padding);
        for (int row = 0; row < Rows; row++)
        {
            long offset = (row * Length) + (left ? Length - lengths[row] : 0);
            for (int i = 0; i < lengths[row]; i++)
            {
                result[offset + i] = value(row, i);
            }
        }

        return result;
    }
}
