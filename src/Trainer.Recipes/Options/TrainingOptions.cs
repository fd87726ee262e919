namespace Trainer.Recipes.Options;

/// <summary>How the learning rate moves after the warm-up.</summary>
public enum LearningRateSchedule
{
    /// <summary>Half a cosine down to 0.</summary>
    Cosine,

    /// <summary>A straight line down to 0.</summary>
    Linear,

    /// <summary>Stays where it is.</summary>
    Constant,
}

/// <summary>Steps, optimiser (AdamW), schedule and checkpoints.</summary>
public sealed record TrainingOptions : IValidatable
{
    /// <summary>Highest learning rate of the schedule.</summary>
    [Alias("lr")]
    public double LearningRate { get; init; } = 1e-5;

    /// <summary>How the learning rate moves after the warm-up.</summary>
    [Alias("lr_scheduler")]
    public LearningRateSchedule LrSchedulerType { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>Share of all steps in which the learning rate rises from 0.</summary>
    public double WarmupRatio { get; init; }

    /// <summary>Steps in which the learning rate rises from 0; replaces <c>warmup_ratio</c> when greater than 0.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Decoupled weight decay of matrices; biases and norms have none.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Decay of AdamW's mean of gradients (β₁).</summary>
    public double AdamBeta1 { get; init; } = 0.9;

    /// <summary>Decay of AdamW's mean of squared gradients (β₂).</summary>
    public double AdamBeta2 { get; init; } = 0.999;

    /// <summary>AdamW's ε, added to the root of the mean of squared gradients.</summary>
    public double AdamEpsilon { get; init; } = 1e-8;

    /// <summary>Gradients are scaled down to this Euclidean norm; 0 leaves them alone.</summary>
    [Alias("clip_grad_norm")]
    public double MaxGradNorm { get; init; } = 1;

    /// <summary>Records that go through the model at once in each process.</summary>
    [Alias("micro_batch_size")]
    public int PerDeviceTrainBatchSize { get; init; } = 8;

    /// <summary>Batches of each process whose gradients are added up before each step of the optimiser.</summary>
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>Passes over the records; may be a fraction.</summary>
    [Alias("num_epochs")]
    [Alias("epochs")]
    public double NumTrainEpochs { get; init; } = 1;

    /// <summary>Optimiser steps at which the run ends; replaces <c>num_train_epochs</c> when greater than 0.</summary>
    public int MaxSteps { get; init; }

    /// <summary>Steps between lines of metrics.</summary>
    [Alias("log_every_n_steps")]
    public int LoggingSteps { get; init; } = 10;

    /// <summary>Steps between checkpoints; 0 saves only at the end.</summary>
    [Alias("save_every_n_steps")]
    public int SaveSteps { get; init; } = 500;

    /// <summary>Newest checkpoints that are kept beside the best one.</summary>
    [Alias("keep_last_n_checkpoints")]
    public int SaveTotalLimit { get; init; } = 2;

    /// <summary>Steps between evaluations; 0 evaluates only at the end.</summary>
    [Alias("run_val_every_n_steps")]
    public int EvalSteps { get; init; }

    /// <summary><c>auto</c> goes on from the newest checkpoint in <c>output_dir</c> if there is one, <c>none</c> starts afresh, a path goes on from there.</summary>
    public string ResumeFromCheckpoint { get; init; } = "none";

    /// <summary>Threads of the tensor library; 0 lets the launcher choose.</summary>
    public int Threads { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.NotBeNegative(LearningRate),
        .. Must.BeWithin(WarmupRatio, 0, 1),
        .. Must.NotBeNegative(WarmupSteps),
        .. Must.NotBeNegative(WeightDecay),
        .. Must.BeBelow(AdamBeta1, 0, 1),
        .. Must.BeBelow(AdamBeta2, 0, 1),
        .. Must.BePositive(AdamEpsilon),
        .. Must.NotBeNegative(MaxGradNorm),
        .. Must.BePositive(PerDeviceTrainBatchSize),
        .. Must.BePositive(GradientAccumulationSteps),
        .. Must.BePositive(NumTrainEpochs),
        .. Must.NotBeNegative(MaxSteps),
        .. Must.BePositive(LoggingSteps),
        .. Must.NotBeNegative(SaveSteps),
        .. Must.BePositive(SaveTotalLimit),
        .. Must.NotBeNegative(EvalSteps),
        .. Must.HaveText(ResumeFromCheckpoint),
        .. Must.BeWithin(Threads, 0, 1024),
    ];
}
