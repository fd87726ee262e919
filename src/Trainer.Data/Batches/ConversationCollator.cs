using Trainer.Data.Text;
using Trainer.Torch;

namespace Trainer.Data.Batches;

/// <summary>Puts examples into one block.</summary>
/// <param name="padTokenId">Token that fills rows up to the longest one.</param>
/// <param name="imageSize">Width and height of pictures, in pixels.</param>
public sealed class ConversationCollator(long padTokenId, int imageSize)
{
    /// <summary>Makes a batch, which its consumer disposes. May run on any thread.</summary>
    /// <param name="examples">At least one.</param>
    public ConversationBatch Collate(IReadOnlyList<ConversationExample> examples)
    {
        int longest = examples.Max(example => example.Conversation.TokenIds.Length);
        long[] lengths = [.. examples.Select(example => (long)example.Conversation.TokenIds.Length)];
        return new ConversationBatch
        {
            TokenIds = Pad(examples, example => example.TokenIds, longest, padTokenId),
            Labels = Pad(examples, example => example.Labels, longest, TokenizedConversation.Ignored),
            Starts = Own(new long[examples.Count]),
            Ends = Own(lengths),
            Weights = Own([.. examples.Select(example => (float)example.Weight)]),
            Pixels = Stack([.. examples.SelectMany(example => example.Images)]),
            RecordIds = [.. examples.Select(example => example.RecordId)],
            Sources = [.. examples.Select(example => example.Source)],
            Tokens = lengths.Sum(),
            LabelCount = examples.Sum(example => example.Conversation.Labels.LongCount(label => label != TokenizedConversation.Ignored)),
        };
    }

    private static Tensor Pad(
        IReadOnlyList<ConversationExample> examples, Func<TokenizedConversation, long[]> row, int longest, long padding)
    {
        var block = new long[examples.Count * longest];
        Array.Fill(block, padding);
        for (var i = 0; i < examples.Count; i++)
        {
            long[] values = row(examples[i].Conversation);
            Array.Copy(values, 0, block, i * longest, values.Length);
        }

        return Own(block, examples.Count, longest);
    }

    private Tensor? Stack(float[][] images)
    {
        if (images.Length == 0)
        {
            return null;
        }

        int floats = 3 * imageSize * imageSize;
        Tensor pixels = TensorScope.Release(
            Tensor.Empty(new Placement(Device.Cpu, DType.Float32), images.Length, 3, imageSize, imageSize));
        for (var i = 0; i < images.Length; i++)
        {
            images[i].CopyTo(pixels.Span<float>().Slice(i * floats, floats));
        }

        return pixels;
    }

    // The batch outlives every scope: whoever takes it from the queue disposes it.
    private static Tensor Own<T>(T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged => TensorScope.Release(Tensor.From(values, shape));
}
