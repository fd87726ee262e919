using Trainer.Data.Batches;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>Pairs of random tokens behind a prompt with a picture, for both sides of a benchmark: answers of different lengths, as real ones are.</summary>
internal sealed class PairBenchmarkBatch
{
    private const int PromptWords = 32;
    private const int BeforePicture = 4;
    private const int ShortestAnswer = 24;
    private const int LongestAnswer = 40;

    private readonly LlavaConfig config;
    private readonly PreferenceExample[] examples;

    /// <summary>Draws pairs.</summary>
    /// <param name="config">Geometry of tokens and pictures.</param>
    /// <param name="pairs">How many.</param>
    internal PairBenchmarkBatch(LlavaConfig config, int pairs)
    {
        this.config = config;
        var random = new Random(pairs);
        examples = [.. Enumerable.Range(0, pairs).Select(pair => Example(random, pair))];
    }

    /// <summary>The batch as training takes it.</summary>
    /// <param name="sharePrefix">Whether both answers share one reading of the prompt.</param>
    internal PreferenceBatch Collate(bool sharePrefix) =>
        new PreferenceCollator(config.Text.PadTokenId, config.Vision.ImageSize, sharePrefix).Collate(examples);

    /// <summary>Writes the batch for the peer, which has a row for each answer, and the adapter that both begin with.</summary>
    internal void Write(string path, IEnumerable<NamedTensor> adapter)
    {
        using var scope = new TensorScope();
        using PreferenceBatch batch = Collate(sharePrefix: false);
        long[] ends = batch.Ends.ToArray<long>();
        var time = (int)batch.TokenIds.Size(1);
        var valid = new long[ends.Length * time];
        var labels = new long[valid.Length];
        Array.Fill(labels, ConversationBatch.Ignored);
        for (int row = 0; row < ends.Length; row++)
        {
            valid.AsSpan(row * time, (int)ends[row]).Fill(1);
        }

        foreach (AnswerLabels side in new[] { batch.Chosen, batch.Rejected })
        {
            for (int i = 0; i < side.Count; i++)
            {
                labels[(side.Rows[i] * time) + side.Places[i] + 1] = side.Targets[i];
            }
        }

        SafetensorsWriter.Write(path,
        [
            new NamedTensor("token_ids", batch.TokenIds),
            new NamedTensor("attention_mask", Tensor.From(valid, ends.Length, time)),
            new NamedTensor("labels", Tensor.From(labels, ends.Length, time)),
            new NamedTensor("pixels", batch.Pixels!),
            .. adapter,
        ]);
    }

    private PreferenceExample Example(Random random, int pair)
    {
        int side = config.Vision.ImageSize;
        long[] prompt = Words(random, PromptWords);
        long[] picture = [.. Enumerable.Repeat((long)config.ImageTokenId, config.ImageTokenCount)];
        float[] pixels = [.. Enumerable.Range(0, 3 * side * side).Select(_ => (random.NextSingle() * 4) - 2)];
        var tokens = new TokenizedPair([.. prompt[..BeforePicture], .. picture, .. prompt[BeforePicture..]], Answer(random), Answer(random), ImageCount: 1);
        return new PreferenceExample($"pair {pair}", tokens, [pixels]);
    }

    private TokenizedAnswer Answer(Random random)
    {
        long[] words = Words(random, random.Next(ShortestAnswer, LongestAnswer + 1));
        return new TokenizedAnswer(words, words);
    }

    private long[] Words(Random random, int count)
    {
        int ordinary = Math.Min(config.ImageTokenId, config.Text.VocabularySize);
        return [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(3, ordinary))];
    }
}
