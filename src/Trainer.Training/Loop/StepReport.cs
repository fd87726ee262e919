namespace Trainer.Training.Loop;

/// <summary>What one optimiser step was.</summary>
/// <param name="GradientNorm">Norm of the mean gradient, before clipping.</param>
/// <param name="LearningRate">Rate that the step used.</param>
/// <param name="Samples">Samples over all micro-batches and processes.</param>
/// <param name="Tokens">Tokens over all micro-batches and processes.</param>
internal sealed record StepReport(double GradientNorm, double LearningRate, int Samples, long Tokens);
