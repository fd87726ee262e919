using Trainer.Torch;

namespace Trainer.Modeling.Vision;

/// <summary>Maps a tower's features into the language model's stream.</summary>
public interface IProjector
{
    /// <summary>Image tokens of features.</summary>
    /// <param name="features">[images, tokens, width] of an <see cref="IVisionTower"/>.</param>
    /// <param name="instructions">What is asked about each picture; none where the model does not read it here.</param>
    /// <param name="context">How the pass is run.</param>
    /// <returns>[images, image tokens, hidden].</returns>
    Tensor Forward(Tensor features, Instructions? instructions, ForwardContext context);
}
