using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Weights;
using Trainer.Recipes;
using Trainer.Recipes.Options;
using Trainer.Torch;
using Trainer.Torch.Optim;
using Trainer.Training;
using Trainer.Training.Checkpoints;
using Trainer.Training.Metrics;
using Trainer.Training.Schedules;
using Decline = Trainer.Recipes.Options.LearningRateSchedule;
using LearningRateSchedule = Trainer.Training.Schedules.LearningRateSchedule;

namespace Trainer.Algorithms.Common;

/// <summary>What every algorithm does alike with a recipe: run folder, optimiser, schedule, loop, final model.</summary>
public sealed class TrainingSession : IDisposable
{
    private readonly StageRecipe recipe;
    private readonly RunContext context;
    private readonly ITrainable model;
    private readonly RunDirectory directory;
    private readonly TrainingCheckpoint? resume;
    private readonly FlatParameters parameters;
    private readonly AdamW optimizer;

    /// <summary>Opens the run's folder and makes the optimiser.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="context">The run's surroundings.</param>
    /// <param name="model">What learns; the caller disposes it.</param>
    /// <exception cref="RecipeException">The folder holds another run's checkpoints.</exception>
    public TrainingSession(StageRecipe recipe, RunContext context, ITrainable model)
    {
        this.recipe = recipe;
        this.context = context;
        this.model = model;
        BestMetric = recipe.Data.ValSize > 0 ? MetricNames.EvaluationPrefix + MetricNames.Loss : string.Empty;
        Backend.Threads = recipe.Training.Threads > 0 ? recipe.Training.Threads : Backend.Threads;
        directory = new RunDirectory(recipe.OutputDir, recipe.Training.SaveTotalLimit);
        resume = context.Group.IsFirst ? FindResume() : null;
        Dropout = new RandomRoot(recipe.Seed).Stream("dropout", context.Group.Rank, context.Device);
        parameters = new FlatParameters(model.Trainable);
        optimizer = new AdamW(parameters, new AdamWOptions
        {
            Beta1 = recipe.Training.AdamBeta1,
            Beta2 = recipe.Training.AdamBeta2,
            Epsilon = recipe.Training.AdamEpsilon,
            WeightDecay = recipe.Training.WeightDecay,
        });
    }

    /// <summary>Where dropout masks of the training passes come from; saved with checkpoints.</summary>
    public RandomStream Dropout { get; }

    /// <summary>The figure of evaluations, smaller is better, that says which checkpoint is best; empty: none.</summary>
    public string BestMetric { get; init; }

    /// <summary>How training passes are run.</summary>
    /// <param name="hasFrozenTower">Whether the vision tower learns nothing, so that its blocks need no second run.</param>
    public ForwardContext Forward(bool hasFrozenTower) => new()
    {
        Dropout = recipe.Model.LoraDropout > 0 ? Dropout : null,
        CheckpointLanguage = recipe.Model.GradientCheckpointing,
        CheckpointVision = recipe.Model.GradientCheckpointing && !hasFrozenTower,
    };

    /// <summary>Trains to the end, then writes the model and reads it back to compare.</summary>
    /// <param name="source">Micro-batches.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="hooks">Evaluations.</param>
    /// <param name="tokensOf">Token ids of a batch, Int64 [rows, time].</param>
    public TrainingResult Run<TBatch>(
        IBatchSource<TBatch> source, IObjective<TBatch> objective, IReadOnlyList<ITrainingHook> hooks, Func<TBatch, Tensor> tokensOf)
        where TBatch : IBatch
    {
        TrainingPlan plan = Plan(source.BatchesPerEpoch);
        SameRun.Require(context.Group, ("trained weights", parameters.Count), ("batches in an epoch", plan.BatchesPerEpoch), ("steps", plan.TotalSteps));
        RecordSurroundings();
        using MetricFanOut metrics = OpenMetrics(plan.TotalSteps);
        TrainingResult result = new TrainingLoop<TBatch>(new TrainingParts<TBatch>
        {
            Source = source,
            Objective = objective,
            Optimizer = optimizer,
            Schedule = Schedule(plan.TotalSteps),
            Plan = plan,
            Options = Options(),
            Directory = directory,
            Metrics = metrics,
            WriteModel = model.Write,
            TokensOf = batch => Rows(tokensOf(batch)),
            Hooks = hooks,
            RandomStreams = new Dictionary<string, RandomStream> { ["dropout"] = Dropout },
            Resume = resume,
            Stop = context.Stop,
            Group = context.Group,
            Clock = context.Clock,
        }).Run();
        if (result.IsComplete && context.Group.IsFirst)
        {
            WriteModel();
        }

        return result;
    }

    /// <summary>Ends a run that stopped with the model of its best checkpoint or, where none is known, of the last one before it stopped.</summary>
    /// <param name="steps">Steps that were made.</param>
    /// <returns>The checkpoint's step, in all processes; 0 where there is none, and no model is written.</returns>
    public int RollBack(int steps)
    {
        int step = context.Group.IsFirst ? directory.Checkpoints.BestBefore(steps) : 0;
        if (step > 0)
        {
            TrainingCheckpoint.Open(directory.Checkpoints.PathOf(step)).Restore(optimizer);
            WriteModel();
        }

        return (int)context.Group.AllGather(step)[0][0];
    }

    /// <summary>One micro-batch forward and backward.</summary>
    /// <inheritdoc cref="Run"/>
    public DryRunReport DryRun<TBatch>(IBatchSource<TBatch> source, IObjective<TBatch> objective)
        where TBatch : IBatch
    {
        using var scope = new TensorScope();
        using TBatch batch = source.Next();
        LossReport report = objective.Compute(batch);
        report.Loss.Backward();
        parameters.CollectGradients();
        parameters.ZeroGradients();
        return new DryRunReport(
            Plan(source.BatchesPerEpoch).TotalSteps, parameters.Count, batch.Samples, batch.Tokens, report.Loss.Item() / report.Weight);
    }

    /// <summary>Frees the optimiser.</summary>
    public void Dispose()
    {
        optimizer.Dispose();
        parameters.Dispose();
        Dropout.Dispose();
    }

    private static long[][] Rows(Tensor ids) => [.. ids.ToArray<long>().Chunk((int)ids.Size(1))];

    private TrainingCheckpoint? FindResume()
    {
        string setting = recipe.Training.ResumeFromCheckpoint;
        if (setting == "none" && directory.Checkpoints.Latest is { } found)
        {
            throw new RecipeException(context.RecipeSource, [new Problem("training.resume_from_checkpoint", $"is none, but {found} is there from an earlier run. Set it to auto to go on from there, or choose another output_dir.")]);
        }

        return directory.FindResume(setting);
    }

    private TrainingPlan Plan(int batchesPerEpoch)
    {
        TrainingOptions training = recipe.Training;
        return training.MaxSteps > 0
            ? TrainingPlan.ForSteps(batchesPerEpoch, training.GradientAccumulationSteps, training.MaxSteps)
            : TrainingPlan.ForEpochs(batchesPerEpoch, training.GradientAccumulationSteps, training.NumTrainEpochs);
    }

    private LearningRateSchedule Schedule(int totalSteps)
    {
        TrainingOptions training = recipe.Training;
        int warmup = training.WarmupSteps > 0 ? training.WarmupSteps : LearningRateSchedule.WarmupStepsFor(training.WarmupRatio, totalSteps);
        ScheduleKind kind = training.LrSchedulerType switch
        {
            Decline.Cosine => ScheduleKind.Cosine,
            Decline.Linear => ScheduleKind.Linear,
            _ => ScheduleKind.Constant,
        };
        return new(kind, training.LearningRate, warmup, totalSteps);
    }

    private LoopOptions Options() => new()
    {
        MaxGradientNorm = recipe.Training.MaxGradNorm,
        LoggingSteps = recipe.Training.LoggingSteps,
        EvalSteps = recipe.Training.EvalSteps,
        SaveSteps = recipe.Training.SaveSteps,
        BestMetric = BestMetric,
    };

    private void RecordSurroundings()
    {
        if (!context.Group.IsFirst)
        {
            return;
        }

        int processes = context.Group.WorldSize;
        int globalBatch = processes * recipe.Training.PerDeviceTrainBatchSize * recipe.Training.GradientAccumulationSteps;
        AtomicFile.WriteText(directory.RecipePath, RecipeWriter.Write(recipe));
        RunEnvironment surroundings = RunEnvironment.Describe(context.Device, recipe.Seed) with { Processes = processes, GlobalBatch = globalBatch };
        surroundings.Write(directory.EnvironmentPath);
        if (processes > 1)
        {
            context.Progress.WriteLine($"{processes} processes, {globalBatch} records in each step");
        }
    }

    private MetricFanOut OpenMetrics(int totalSteps)
    {
        if (!context.Group.IsFirst)
        {
            return new MetricFanOut(context.Progress);
        }

        int made = resume?.State.Step ?? 0;
        DateTimeOffset now = context.Clock.GetUtcNow();
        JsonLinesSink.TruncateAfter(directory.MetricsPath, made);
        return new MetricFanOut(
            context.Progress,
            new ProgressSink(context.Progress, context.IsTerminal, now, made, totalSteps),
            new JsonLinesSink(directory.MetricsPath),
            new TensorBoardSink(directory.TensorBoardPath, now, made));
    }

    private void WriteModel()
    {
        string partial = directory.ModelPath + ".partial";
        foreach (string leftover in new[] { partial, directory.ModelPath }.Where(Directory.Exists))
        {
            Directory.Delete(leftover, recursive: true);
        }

        Directory.CreateDirectory(partial);
        model.Write(partial);
        model.RequireWritten(partial);
        Directory.Move(partial, directory.ModelPath);
    }
}
