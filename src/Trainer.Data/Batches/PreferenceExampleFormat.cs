using Trainer.Data.Images;
using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Data.Batches;

/// <summary>Makes examples of preferences.</summary>
/// <param name="imageDir">Folder that image paths start from.</param>
/// <param name="encoder">Turns pairs into tokens.</param>
/// <param name="images">Reads pictures.</param>
/// <param name="weakening">Makes pictures show less; none leaves weak pictures out.</param>
public sealed class PreferenceExampleFormat(string imageDir, PairEncoder encoder, IImageReader images, IImageWeakening? weakening = null)
    : IExampleFormat<PreferenceRecord, PreferenceExample>
{
    /// <inheritdoc/>
    public int LengthOf(PreferenceRecord record) => encoder.Encode(record.Turns, record.Chosen, record.Rejected)?.Length ?? 0;

    /// <inheritdoc/>
    public PreferenceExample Load(PreferenceRecord record)
    {
        TokenizedPair pair = encoder.Encode(record.Turns, record.Chosen, record.Rejected)
            ?? throw new DataException("It is too long, or its answers are equal.");
        float[][] pixels = [.. record.Images.Select(image => images.Read(ImagePaths.Resolve(imageDir, image)))];
        return new PreferenceExample(record.Id, pair, pixels)
        {
            WeakImages = weakening is null ? [] : [.. pixels.Select((picture, index) => weakening.Weaken(picture, $"{record.Id}/{index}"))],
        };
    }
}
