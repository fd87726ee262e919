using Trainer.Training;

namespace Trainer.Algorithms.Ppo.Watch;

/// <summary>Lets the watch see what an evaluation measured.</summary>
/// <param name="evaluation">The evaluation.</param>
/// <param name="watch">The watch.</param>
internal sealed class CanaryHook(ITrainingHook evaluation, RewardWatch watch) : ITrainingHook
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Evaluate(int step)
    {
        IReadOnlyDictionary<string, double> figures = evaluation.Evaluate(step);
        watch.Measure(figures);
        return figures;
    }
}
