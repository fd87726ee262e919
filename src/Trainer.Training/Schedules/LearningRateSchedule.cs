namespace Trainer.Training.Schedules;

/// <summary>How the learning rate goes on after warm-up. The names are those of Hugging Face's <c>lr_scheduler_type</c>.</summary>
public enum ScheduleKind
{
    /// <summary>Stays at the peak.</summary>
    Constant,

    /// <summary>Falls in a straight line to 0 at the last step.</summary>
    Linear,

    /// <summary>Falls along half a cosine wave to 0 at the last step.</summary>
    Cosine,
}

/// <summary>Learning rate as a pure function of the step, so that resuming needs no state.</summary>
/// <param name="Kind">Shape after warm-up.</param>
/// <param name="Peak">Highest rate.</param>
/// <param name="WarmupSteps">Steps of linear growth from 0; at least 0.</param>
/// <param name="TotalSteps">Optimiser steps of the run.</param>
public sealed record LearningRateSchedule(ScheduleKind Kind, double Peak, int WarmupSteps, int TotalSteps)
{
    /// <summary>Rounds a share of the run up to whole steps, as Hugging Face does.</summary>
    /// <param name="ratio">Share of all steps, in [0, 1].</param>
    /// <param name="totalSteps">Optimiser steps of the run.</param>
    public static int WarmupStepsFor(double ratio, int totalSteps) => (int)Math.Ceiling(ratio * totalSteps);

    /// <summary>The rate for one optimiser step.</summary>
    /// <param name="step">Steps made before this one: 0 for the first, whose rate is 0 when there is a warm-up.</param>
    public double At(int step) => Peak * Factor(step);

    private double Factor(int step)
    {
        if (step < WarmupSteps)
        {
            return (double)step / WarmupSteps;
        }

        double progress = (double)(step - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps);
        return Kind switch
        {
            ScheduleKind.Linear => Math.Max(0, 1 - progress),
            ScheduleKind.Cosine => Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * progress))),
            _ => 1,
        };
    }
}
