namespace Trainer.Training.Metrics;

/// <summary>Names of the figures that every run has; objectives add theirs. The vocabulary is TRL's.</summary>
public static class MetricNames
{
    /// <summary>Mean loss per unit over the logging interval.</summary>
    public const string Loss = "loss";

    /// <summary>Learning rate of the last step.</summary>
    public const string LearningRate = "learning_rate";

    /// <summary>Norm of the last step's gradient, before clipping.</summary>
    public const string GradientNorm = "grad_norm";

    /// <summary>Passes over the data so far.</summary>
    public const string Epoch = "epoch";

    /// <summary>Tokens seen so far.</summary>
    public const string Tokens = "num_tokens";

    /// <summary>Samples a second over the logging interval.</summary>
    public const string SampleRate = "samples_per_second";

    /// <summary>Tokens a second over the logging interval.</summary>
    public const string TokenRate = "tokens_per_second";

    /// <summary>GiB: resident memory of the process, or what tensors hold on the GPU.</summary>
    public const string Memory = "memory_gib";

    /// <summary>What evaluations' names begin with.</summary>
    public const string EvaluationPrefix = "eval/";
}
