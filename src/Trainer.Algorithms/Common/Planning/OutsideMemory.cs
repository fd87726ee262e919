using Trainer.Modeling.Configuration;
using Trainer.Modeling.Footprint;

namespace Trainer.Algorithms.Common.Planning;

/// <summary>What a pass holds outside the blocks: the batch, pictures' features on their way, and tokens of the stream.</summary>
/// <param name="config">Sizes.</param>
/// <param name="numerics">Type and kernels.</param>
public sealed class OutsideMemory(LlavaConfig config, Numerics numerics)
{
    private const int Float = 4;

    /// <summary>Tokens of the stream, and beside them pixels, features, and what the projector makes of them on its way.</summary>
    /// <param name="batch">The micro-batch.</param>
    /// <param name="streamed">Tokens of the stream that are held.</param>
    public long Of(BatchShape batch, long streamed)
    {
        long projected = config.Projector == ProjectorKind.Linear ? 1 : 3;
        long perPicture = (((long)config.Features.Tokens * config.Features.Width) + (projected * config.ImageTokenCount * config.Text.HiddenSize)) * numerics.Size;
        return (streamed * config.Text.HiddenSize * numerics.Size) + (batch.Pictures * perPicture) + BatchBytes(batch);
    }

    /// <summary>A batch as it comes from the records: tokens, labels and pixels.</summary>
    /// <param name="batch">The micro-batch.</param>
    public long BatchBytes(BatchShape batch) => (batch.Tokens * 2 * sizeof(long)) + PixelBytes(batch.Pictures);

    /// <summary>Pictures as the tower takes them.</summary>
    /// <param name="pictures">Number of pictures.</param>
    public long PixelBytes(long pictures) => pictures * 3 * config.Vision.ImageSize * config.Vision.ImageSize * Float;
}
