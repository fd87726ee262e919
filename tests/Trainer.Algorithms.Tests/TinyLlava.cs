using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests;

/// <summary>A LLaVA small enough for tests, and batches for it.</summary>
internal static class TinyLlava
{
    internal const int ImageToken = 15;
    private const int ImageSize = 8;

    internal static LlavaConfig Config { get; } = new()
    {
        Text = new LlamaConfig { VocabularySize = 16, HiddenSize = 8, IntermediateSize = 12, Layers = 2, Heads = 2, KeyValueHeads = 2, MaxPositions = 32 },
        Vision = new ClipVisionConfig { HiddenSize = 8, IntermediateSize = 12, Layers = 2, Heads = 2, ImageSize = ImageSize, PatchSize = 4 },
        ImageTokenId = ImageToken,
    };

    internal static LlavaModel Create()
    {
        using var stream = new RandomStream(seed: 21);
        return LlavaModel.Initialize(Config, stream, Placement.CpuFloat);
    }

    /// <summary>One row per answer: begin, picture, question 3, the answer; padded on the right to a common or longer time.</summary>
    internal static ConversationBatch Batch(int time, params long[][] answers)
    {
        int prompt = 2 + Config.ImageTokenCount;
        var ids = new long[answers.Length * time];
        var labels = new long[answers.Length * time];
        Array.Fill(labels, ConversationBatch.Ignored);
        for (int row = 0; row < answers.Length; row++)
        {
            long[] tokens = [1, .. Enumerable.Repeat((long)ImageToken, Config.ImageTokenCount), 3, .. answers[row]];
            tokens.CopyTo(ids, row * time);
            answers[row].CopyTo(labels, (row * time) + prompt);
        }

        long[] lengths = [.. answers.Select(answer => (long)prompt + answer.Length)];
        return new ConversationBatch
        {
            TokenIds = Own(Tensor.From(ids, answers.Length, time)),
            Labels = Own(Tensor.From(labels, answers.Length, time)),
            Starts = Own(Tensor.From(new long[answers.Length])),
            Ends = Own(Tensor.From(lengths)),
            Weights = Own(Tensor.Ones(Placement.CpuFloat, answers.Length)),
            Pixels = Own(Pixels(answers)),
            RecordIds = [.. answers.Select(answer => string.Join('-', answer))],
            Sources = [.. answers.Select(answer => answer.Length > 2 ? "long" : null)],
            Tokens = lengths.Sum(),
            LabelCount = answers.Sum(answer => answer.Length),
        };
    }

    /// <summary>Each answer has a picture of its own.</summary>
    private static Tensor Pixels(long[][] answers)
    {
        int count = 3 * ImageSize * ImageSize;
        float[] values = [.. answers.SelectMany(answer => Enumerable.Range(0, count).Select(i => MathF.Sin(i * (answer[0] + 1))))];
        return Tensor.From(values, answers.Length, 3, ImageSize, ImageSize);
    }

    private static Tensor Own(Tensor tensor) => TensorScope.Release(tensor);
}
