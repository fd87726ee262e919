using Trainer.Data.Batches;
using Trainer.Torch;
using Trainer.Torch.Distributed;
using Trainer.Training.Checkpoints;
using Trainer.Training.Loop;
using Trainer.Training.Metrics;

namespace Trainer.Training;

/// <summary>The one training loop: owns the order of things and knows no algorithm.</summary>
/// <param name="parts">What the run is composed of; the caller disposes it.</param>
public sealed class TrainingLoop<TBatch>(TrainingParts<TBatch> parts)
    where TBatch : IBatch
{
    private readonly LoopOptions options = parts.Options;
    private readonly ProcessGroup group = parts.Group;
    private readonly int totalSteps = parts.Plan.TotalSteps;
    private int made;
    private long samples;
    private long tokens;
    private BestEvaluation? best;

    /// <summary>Runs to the last planned step, or until somebody asks to stop.</summary>
    /// <exception cref="DivergedException">A loss or gradient is not finite.</exception>
    public TrainingResult Run()
    {
        using var interval = new MetricAccumulator();
        using var runner = new StepRunner<TBatch>(parts, interval);
        var speed = new SpeedMeter(parts.Clock);

        // 1. Continue where a checkpoint left off, or begin.
        Resume(interval);
        Decision next = Decide(isBest: false);

        while (made < totalSteps && next.StopCode == 0)
        {
            // 2. One optimiser step over its micro-batches in all processes. Anything not finite ends the run here.
            speed.Start();
            StepReport step = runner.Run(made);
            made++;
            samples += step.Samples;
            tokens += step.Tokens;
            speed.Stop(step);

            // 3. Figures, at intervals. The last line may cover a shorter interval.
            if (IsDue(options.LoggingSteps))
            {
                Log(interval, speed, step);
            }

            // 4. Evaluation by the first process, and whether it is the best so far; the others wait.
            next = Decide(group.IsFirst && parts.Hooks.Count > 0 && IsDue(options.EvalSteps) && Evaluate());

            // 5. Checkpoint. What it throws ends the run: nobody should train on without one.
            if (next.IsBest || IsDue(options.SaveSteps) || next.StopCode != 0)
            {
                Save(interval);
            }
        }

        // A signal that comes with the last step changes nothing any more; what the run itself found out does.
        bool isTooLate = made == totalSteps && StopRequest.IsSignal(next.StopCode);
        return new TrainingResult(made, isTooLate ? 0 : next.StopCode) { Reason = parts.Stop.Reason };
    }

    private Decision Decide(bool isBest) => Decision.Of(group, parts.Stop, isBest);

    private bool IsDue(int every) => made == totalSteps || (every > 0 && made % every == 0);

    private void Log(MetricAccumulator interval, SpeedMeter speed, StepReport step)
    {
        Dictionary<string, double> values = interval.TakeMeans(group);
        values[MetricNames.GradientNorm] = step.GradientNorm;
        values[MetricNames.LearningRate] = step.LearningRate;
        values[MetricNames.Epoch] = parts.Plan.EpochAfter(made);
        values[MetricNames.Tokens] = tokens;
        values[MetricNames.Memory] = MemoryProbe.Gibibytes(parts.Optimizer.Parameters.Values.Device);
        speed.TakeRates(values);
        Write(values);
    }

    private bool Evaluate()
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (ITrainingHook hook in parts.Hooks)
        {
            using var scope = new TensorScope();
            foreach ((string name, double value) in hook.Evaluate(made))
            {
                values[name] = value;
            }
        }

        Write(values);
        return values.TryGetValue(options.BestMetric, out double figure) && IsBest(figure);
    }

    private bool IsBest(double figure)
    {
        if (best is not null && !(options.GreaterIsBetter ? figure > best.Value : figure < best.Value))
        {
            return false;
        }

        best = double.IsNaN(figure) ? best : new BestEvaluation(made, figure);
        return !double.IsNaN(figure);
    }

    private void Write(Dictionary<string, double> values)
    {
        if (values.Count > 0)
        {
            parts.Metrics.Write(new MetricRecord(made, parts.Clock.GetUtcNow(), values));
        }
    }

    private void Save(MetricAccumulator interval)
    {
        var state = new TrainerState
        {
            Step = made,
            Samples = samples,
            Tokens = tokens,
            Source = parts.Source.SaveState(),
            RandomStreams = RunState.Collect(group, parts.RandomStreams),
            Interval = interval.Read(group),
            Best = best,
        };
        if (group.IsFirst)
        {
            Write(state);
        }
    }

    private void Write(TrainerState state) => parts.Directory.Checkpoints.Save(made, best?.Step, folder =>
    {
        parts.WriteModel(folder);
        TrainingCheckpoint.Write(folder, state, parts.Optimizer);
    });

    private void Resume(MetricAccumulator interval)
    {
        if (group.IsFirst)
        {
            parts.Directory.Checkpoints.RemovePartial();
            parts.Resume?.Restore(parts.Optimizer);
        }

        parts.Optimizer.ShareState(group);
        if (RunState.Share(group, parts.Resume?.State) is { } state)
        {
            Continue(state, interval);
        }
    }

    private void Continue(TrainerState state, MetricAccumulator interval)
    {
        RunState.Restore(state, parts.RandomStreams, group.Rank);
        parts.Source.RestoreState(state.Source);
        if (group.IsFirst)
        {
            // The sums are those of all processes, and must count once.
            interval.Restore(state.Interval, parts.Optimizer.Parameters.Values.Device);
        }

        made = state.Step;
        samples = state.Samples;
        tokens = state.Tokens;
        best = state.Best;
    }
}
