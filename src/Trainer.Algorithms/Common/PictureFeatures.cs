using Trainer.Modeling;
using Trainer.Torch;

namespace Trainer.Algorithms.Common;

/// <summary>What a vision tower sees in pictures.</summary>
public static class PictureFeatures
{
    /// <summary>Features before the projector: kept ones of a frozen tower, else computed with their graph.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pixels">Float32 [pictures, 3, size, size] on the processor.</param>
    /// <param name="context">Checkpointing of the pass.</param>
    /// <param name="kept">Features of a frozen tower; null computes them every time.</param>
    /// <returns>[pictures, tokens, width].</returns>
    public static Tensor Of(LlavaModel model, Tensor pixels, ForwardContext context, ImageFeatureCache? kept) =>
        kept is null ? model.ImageFeatures(pixels, context) : kept.Features(pixels, missing => model.ImageFeatures(missing, context));
}
