namespace Trainer.Data.Images;

/// <summary>Makes a picture show less, so that answers which rest on it become less likely. Used from several threads at once.</summary>
public interface IImageWeakening
{
    /// <summary>A weakened copy.</summary>
    /// <param name="pixels">[3 · size · size], normalised, channel by channel; it is not changed.</param>
    /// <param name="name">
    /// Tells pictures apart: what is random about the copy depends on it and the run's seed alone, so that epochs, a resumed run and
    /// log-probabilities computed beforehand meet the same copy.
    /// </param>
    float[] Weaken(float[] pixels, string name);
}
