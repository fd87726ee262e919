using Trainer.Algorithms.Common.Answers;
using Trainer.Training;

namespace Trainer.Algorithms.Bpo;

/// <summary>Generates worse answers batch by batch, and writes the preferences once all are there.</summary>
internal sealed class BpoRun : ITrainingRun
{
    private readonly BpoRecipe recipe;
    private readonly BpoTask task;
    private readonly AnswerStage stage;

    internal BpoRun(BpoRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        task = BpoTask.Of(recipe);
        stage = new AnswerStage(recipe, context, task, recipe.Bpo.BatchSize);
    }

    public TrainingResult Run()
    {
        // Filters work on the answers that are there, and no answer depends on its batch.
        AnswerFingerprint fingerprint = AnswerFingerprint.Of(recipe with { Bpo = recipe.Bpo with { Filters = new(), BatchSize = 1 } });
        return stage.Run(fingerprint.Settings, log => Write(fingerprint, log));
    }

    public DryRunReport DryRun() => stage.DryRun();

    public void Dispose() => stage.Dispose();

    private void Write(AnswerFingerprint fingerprint, AnswerLog log)
    {
        BpoResult result = BpoResult.Collect(task.Entries, stage.Plan, log, task.Maker, new AnswerFilter(recipe.Bpo.Filters, task.Maker.Echoes));
        BpoFiles.WriteCompletions(stage.PathOf("completions.json"), result.Records);
        BpoFiles.WritePairs(stage.PathOf("preferences.jsonl"), result.Records);
        BpoManifest.Write(stage.PathOf("manifest.json"), recipe, fingerprint, result);
    }
}
