namespace Trainer.Data.Text;

/// <summary>A conversation as the model sees it.</summary>
/// <param name="TokenIds">Ids, one beginning-of-sequence id first; each image is a run of image token ids.</param>
/// <param name="Labels">For every position the id that the model is to learn there, or <see cref="Ignored"/>.</param>
/// <param name="ImageCount">Number of images.</param>
public sealed record TokenizedConversation(long[] TokenIds, long[] Labels, int ImageCount)
{
    /// <summary>What is asked about each image, in the words of a vision side that reads it; empty where none does.</summary>
    public IReadOnlyList<long[]> Instructions { get; init; } = [];

    /// <summary>Label of a position that nothing is learnt from.</summary>
    public const long Ignored = -100;
}
