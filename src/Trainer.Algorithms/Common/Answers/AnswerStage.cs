using Trainer.Modeling.Weights;
using Trainer.Recipes;
using Trainer.Recipes.Options;
using Trainer.Training;
using Trainer.Training.Metrics;

namespace Trainer.Algorithms.Common.Answers;

/// <summary>Generates a task's answers batch by batch into <c>answers.jsonl</c> of the run's folder, and goes on where an earlier run was ended.</summary>
internal sealed class AnswerStage : IDisposable
{
    private readonly StageRecipe recipe;
    private readonly RunContext context;
    private readonly AnswerGenerator generator;
    private readonly RunDirectory directory;

    /// <summary>Loads the model and plans the answers.</summary>
    internal AnswerStage(StageRecipe recipe, RunContext context, IAnswerTask task, int batchSize)
    {
        this.recipe = recipe;
        this.context = context;
        generator = new AnswerGenerator(recipe, context, task);
        Plan = AnswerPlan.Make(task, generator.Prompts, batchSize);
        directory = new RunDirectory(recipe.OutputDir);
    }

    /// <summary>What is generated.</summary>
    internal AnswerPlan Plan { get; }

    /// <summary>Generates what is not there yet.</summary>
    /// <param name="settings">Fingerprint of everything that the answers depend on.</param>
    /// <param name="write">Makes the stage's own files of all answers, in the first process alone.</param>
    internal TrainingResult Run(string settings, Action<AnswerLog> write)
    {
        RecordSurroundings();
        using AnswerLog log = AnswerLog.Open(PathOf("answers.jsonl"), settings, context.Group);
        if (Generate(log) is { } exitCode)
        {
            return new TrainingResult(log.Count, exitCode);
        }

        if (context.Group.IsFirst)
        {
            write(log);
        }

        return new TrainingResult(log.Count, 0);
    }

    /// <summary>Answers one batch and keeps nothing.</summary>
    internal DryRunReport DryRun()
    {
        IReadOnlyList<GeneratedAnswer> answers = Plan.Batches.Count > 0 ? generator.Answer(Plan.Batches[0]) : [];
        return new DryRunReport(Plan.Batches.Count, 0, answers.Count, answers.Sum(answer => answer.Tokens), null);
    }

    /// <summary>Path of a file in the run's folder.</summary>
    internal string PathOf(string file) => Path.Combine(directory.Path, file);

    /// <summary>Frees the model.</summary>
    public void Dispose() => generator.Dispose();

    private void RecordSurroundings()
    {
        if (context.Group.IsFirst)
        {
            AtomicFile.WriteText(directory.RecipePath, RecipeWriter.Write(recipe));
            RunEnvironment surroundings = RunEnvironment.Describe(context.Device, recipe.Seed) with { Processes = context.Group.WorldSize };
            surroundings.Write(directory.EnvironmentPath);
        }
    }

    /// <summary>Generates a batch in each process at a time.</summary>
    /// <returns>The exit code of a signal that came; null: all is there.</returns>
    private int? Generate(AnswerLog log)
    {
        using var progress = new ProgressSink(context.Progress, context.IsTerminal, context.Clock.GetUtcNow(), log.Count, Plan.Count);
        int made = 0;
        foreach (AnswerJob[][] round in Open(log).Chunk(context.Group.WorldSize))
        {
            if (context.Stop.AgreedExitCode(context.Group) is { } exitCode)
            {
                return exitCode;
            }

            log.Append(context.Group.Rank < round.Length ? generator.Answer(round[context.Group.Rank]) : []);
            if (context.IsTerminal || ++made % recipe.Training.LoggingSteps == 0 || log.Count == Plan.Count)
            {
                progress.Write(new MetricRecord(log.Count, context.Clock.GetUtcNow(), new Dictionary<string, double> { ["answers"] = log.Count }));
            }
        }

        return null;
    }

    private AnswerJob[][] Open(AnswerLog log) =>
        [.. Plan.Batches.Select(batch => batch.Where(job => !log.Has(job.Record, job.Sample)).ToArray()).Where(batch => batch.Length > 0)];
}
