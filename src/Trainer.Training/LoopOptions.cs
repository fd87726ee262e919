namespace Trainer.Training;

/// <summary>How the loop runs. The names are Hugging Face's, in .NET casing.</summary>
public sealed record LoopOptions
{
    /// <summary>Limit of the gradient's norm over all weights (<c>max_grad_norm</c>); 0 switches clipping off.</summary>
    public double MaxGradientNorm { get; init; } = 1.0;

    /// <summary>Steps between two lines of metrics (<c>logging_steps</c>), at least 1.</summary>
    public int LoggingSteps { get; init; } = 10;

    /// <summary>Steps between two evaluations (<c>eval_steps</c>); 0: only after the last step.</summary>
    public int EvalSteps { get; init; }

    /// <summary>Steps between two checkpoints (<c>save_steps</c>); 0: only when interrupted and after the last step.</summary>
    public int SaveSteps { get; init; }

    /// <summary>The figure of an evaluation that says which checkpoint is best (<c>metric_for_best_model</c>); empty: none.</summary>
    public string BestMetric { get; init; } = string.Empty;

    /// <summary>Whether larger values of <see cref="BestMetric"/> are better (<c>greater_is_better</c>).</summary>
    public bool GreaterIsBetter { get; init; }
}
