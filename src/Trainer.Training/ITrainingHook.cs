namespace Trainer.Training;

/// <summary>Looks at the model every <c>eval_steps</c> steps and after the last one: a validation loss, a benchmark, samples.</summary>
public interface ITrainingHook
{
    /// <summary>Measures, and returns figures by name, such as <c>eval/loss</c>. It must leave weights and random streams as they were.</summary>
    /// <param name="step">Optimiser steps made so far.</param>
    IReadOnlyDictionary<string, double> Evaluate(int step);
}
