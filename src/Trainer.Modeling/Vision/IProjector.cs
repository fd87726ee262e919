using Trainer.Torch;

namespace Trainer.Modeling.Vision;

/// <summary>Maps a tower's features into the language model's stream.</summary>
public interface IProjector
{
    /// <summary>Image tokens of features.</summary>
    /// <param name="features">[images, tokens, width] of an <see cref="IVisionTower"/>.</param>
    /// <param name="context">How the pass is run.</param>
    /// <returns>[images, image tokens, hidden].</returns>
    Tensor Forward(Tensor features, ForwardContext context);
}
