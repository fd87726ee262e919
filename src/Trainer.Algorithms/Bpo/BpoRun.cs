using Trainer.Modeling.Weights;
using Trainer.Recipes;
using Trainer.Torch;
using Trainer.Training;
using Trainer.Training.Metrics;

namespace Trainer.Algorithms.Bpo;

/// <summary>Generates worse answers batch by batch, and writes the preferences once all are there.</summary>
internal sealed class BpoRun : ITrainingRun
{
    private readonly BpoRecipe recipe;
    private readonly RunContext context;
    private readonly INegativeMaker maker;
    private readonly IReadOnlyList<BpoEntry> entries;
    private readonly NegativeGenerator generator;
    private readonly BpoPlan plan;
    private readonly RunDirectory directory;

    internal BpoRun(BpoRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        this.context = context;
        var random = new RandomRoot(recipe.Seed);
        maker = NegativeMakers.For(recipe.Bpo);
        entries = WorkSplit.Part(BpoSource.Read(recipe.Data, random), recipe.Bpo.Chunks, recipe.Bpo.Chunk);
        generator = new NegativeGenerator(recipe, context, maker, random);
        plan = BpoPlan.Make(entries, maker, generator, recipe.Bpo);
        directory = new RunDirectory(recipe.OutputDir);
    }

    public TrainingResult Run()
    {
        BpoFingerprint fingerprint = BpoFingerprint.Of(recipe);
        RecordSurroundings();
        using AnswerLog log = AnswerLog.Open(PathOf("answers.jsonl"), fingerprint.Settings, context.Group);
        if (Generate(log) is { } exitCode)
        {
            return new TrainingResult(log.Count, exitCode);
        }

        if (context.Group.IsFirst)
        {
            Write(fingerprint, BpoResult.Collect(entries, plan, log, maker, new AnswerFilter(recipe.Bpo.Filters, maker.Echoes)));
        }

        return new TrainingResult(log.Count, 0);
    }

    public DryRunReport DryRun()
    {
        IReadOnlyList<GeneratedAnswer> answers = plan.Batches.Count > 0 ? generator.Answer(plan.Batches[0]) : [];
        return new DryRunReport(plan.Batches.Count, 0, answers.Count, answers.Sum(answer => answer.Tokens), null);
    }

    public void Dispose() => generator.Dispose();

    private string PathOf(string file) => Path.Combine(directory.Path, file);

    private void RecordSurroundings()
    {
        if (context.Group.IsFirst)
        {
            AtomicFile.WriteText(directory.RecipePath, RecipeWriter.Write(recipe));
            RunEnvironment surroundings = RunEnvironment.Describe(context.Device, recipe.Seed) with { Processes = context.Group.WorldSize };
            surroundings.Write(directory.EnvironmentPath);
        }
    }

    private void Write(BpoFingerprint fingerprint, BpoResult result)
    {
        BpoFiles.WriteCompletions(PathOf("completions.json"), result.Records);
        BpoFiles.WritePairs(PathOf("preferences.jsonl"), result.Records);
        BpoManifest.Write(PathOf("manifest.json"), recipe, fingerprint, result);
    }

    /// <summary>Generates what is not there yet, a batch in each process at a time.</summary>
    /// <returns>The exit code of a signal that came; null: all is there.</returns>
    private int? Generate(AnswerLog log)
    {
        using var progress = new ProgressSink(context.Progress, context.IsTerminal, context.Clock.GetUtcNow(), log.Count, plan.Count);
        int made = 0;
        foreach (BpoJob[][] round in Open(log).Chunk(context.Group.WorldSize))
        {
            if (context.Stop.AgreedExitCode(context.Group) is { } exitCode)
            {
                return exitCode;
            }

            log.Append(context.Group.Rank < round.Length ? generator.Answer(round[context.Group.Rank]) : []);
            if (context.IsTerminal || ++made % recipe.Training.LoggingSteps == 0 || log.Count == plan.Count)
            {
                progress.Write(new MetricRecord(log.Count, context.Clock.GetUtcNow(), new Dictionary<string, double> { ["answers"] = log.Count }));
            }
        }

        return null;
    }

    private BpoJob[][] Open(AnswerLog log) =>
        [.. plan.Batches.Select(batch => batch.Where(job => !log.Has(job.Record, job.Sample)).ToArray()).Where(batch => batch.Length > 0)];
}
