using Trainer.Torch;

namespace Trainer.Modeling.Vision;

/// <summary>What looks at pictures. While it does not learn, its features of a picture stay what they are and can be kept.</summary>
public interface IVisionTower
{
    /// <summary>Features of pictures.</summary>
    /// <param name="pixels">[images, 3, size, size], normalised.</param>
    /// <param name="context">How the pass is run.</param>
    /// <returns>[images, tokens, width], as <see cref="Configuration.LlavaConfig.Features"/> says.</returns>
    Tensor Forward(Tensor pixels, ForwardContext context);
}
