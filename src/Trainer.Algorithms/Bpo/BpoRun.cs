using Trainer.Algorithms.Common.Answers;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Bpo;

/// <summary>Generates worse answers batch by batch, and writes the preferences once all are there.</summary>
internal sealed class BpoRun : ITrainingRun
{
    private readonly BpoRecipe recipe;
    private readonly INegativeMaker maker;
    private readonly IReadOnlyList<BpoEntry> entries;
    private readonly AnswerStage stage;

    internal BpoRun(BpoRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        var random = new RandomRoot(recipe.Seed);
        maker = NegativeMakers.For(recipe.Bpo);
        entries = WorkSplit.Part(BpoSource.Read(recipe.Data, random), recipe.Bpo.Chunks, recipe.Bpo.Chunk);
        stage = new AnswerStage(recipe, context, new BpoTask(entries, maker, random, recipe.Bpo), recipe.Bpo.BatchSize);
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
        BpoResult result = BpoResult.Collect(entries, stage.Plan, log, maker, new AnswerFilter(recipe.Bpo.Filters, maker.Echoes));
        BpoFiles.WriteCompletions(stage.PathOf("completions.json"), result.Records);
        BpoFiles.WritePairs(stage.PathOf("preferences.jsonl"), result.Records);
        BpoManifest.Write(stage.PathOf("manifest.json"), recipe, fingerprint, result);
    }
}
