using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Cli.Exports;

/// <summary>A batch that tells whether two models compute the same: a picture between words, drawn once for all.</summary>
internal static class LogitProbe
{
    /// <summary>Rows of the batch.</summary>
    internal const int Rows = 2;

    private const int Words = 24;
    private const int Stride = 7919;
    private const ulong Seed = 3;

    /// <summary>Scores of every next token behind each token, [rows, length, text tokens], Float32 on the processor.</summary>
    internal static Tensor Logits(LlavaModel model)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        using var stream = new RandomStream(Seed);
        LlavaConfig config = model.Config;
        int size = config.Vision.ImageSize;
        Device device = model.Compute.Device;
        Tensor pixels = Tensor.Normal(Placement.CpuFloat, stream, Rows, 3, size, size).To(device);
        using Instructions? asked = Asked(config);
        Tensor images = model.Project(model.ImageFeatures(pixels, ForwardContext.Inference), ForwardContext.Inference, asked);
        long[] ids = [.. Enumerable.Range(0, Rows).SelectMany(row => Ids(config, row))];
        Tensor embeddings = model.Embed(Tensor.From(ids, Rows, ids.Length / Rows).To(device), images);
        Tensor logits = model.Logits(model.Hidden(embeddings, SequenceWindow.Full, null, ForwardContext.Inference));
        return scope.Keep(logits.Narrow(2, 0, TextTokens(config)).To(new Placement(Device.Cpu, DType.Float32)).Contiguous());
    }

    private static Instructions? Asked(LlavaConfig config) => config.QFormer is { ReadsInstruction: true } former
        ? Instructions.Of([.. Enumerable.Range(1, Rows).Select(row => (long[])[.. Enumerable.Range(1, row + 2).Select(word => (long)word * Stride % former.VocabularySize)])])
        : null;

    private static IEnumerable<long> Ids(LlavaConfig config, int row)
    {
        long[] words = [.. Enumerable.Range(row * Words, Words).Select(index => (long)index * Stride % TextTokens(config))];
        return [config.Text.BosTokenId, .. words[..4], .. Enumerable.Repeat((long)config.ImageTokenId, config.ImageTokenCount), .. words[4..]];
    }

    /// <summary>Layouts differ in the rows behind the text's.</summary>
    private static int TextTokens(LlavaConfig config) =>
        config.ImageTokenId >= 0 ? Math.Min(config.ImageTokenId, config.Text.VocabularySize) : config.Text.VocabularySize;
}
