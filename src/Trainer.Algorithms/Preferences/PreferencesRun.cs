using System.Text.Json.Nodes;
using Trainer.Algorithms.Common.Answers;
using Trainer.Data.Preferences;
using Trainer.Recipes;
using Trainer.Training;

namespace Trainer.Algorithms.Preferences;

/// <summary>Samples answers batch by batch, and writes the pairs once all are there.</summary>
internal sealed class PreferencesRun : ITrainingRun
{
    private readonly PreferencesRecipe recipe;
    private readonly PreferencesTask task;
    private readonly AnswerStage stage;

    internal PreferencesRun(PreferencesRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        task = PreferencesTask.Of(recipe);
        stage = new AnswerStage(recipe, context, task, recipe.Preferences.BatchSize);
    }

    public TrainingResult Run()
    {
        // No answer depends on its batch.
        AnswerFingerprint fingerprint = AnswerFingerprint.Of(recipe with { Preferences = recipe.Preferences with { BatchSize = 1 } });
        return stage.Run(fingerprint.Settings, log => Write(fingerprint, SampledPairs.Collect(task.Prompts, stage.Plan, log, task)));
    }

    public DryRunReport DryRun() => stage.DryRun();

    public void Dispose() => stage.Dispose();

    private void Write(AnswerFingerprint fingerprint, SampledPairs result)
    {
        ComparisonFile.Write(stage.PathOf(PairSet.PairsName), result.Pairs.Select(pair => new LabelledComparison(pair, null)));
        ManifestFile.Write(stage.PathOf(PairSet.ManifestName), new JsonObject
        {
            ["seed"] = recipe.Seed,
            ["prompts"] = task.Prompts.Count,
            ["pairs"] = result.Pairs.Count,
            ["pairs_by_source"] = ManifestFile.Counts(result.Pairs.Select(pair => pair.Source ?? "")),
            ["dropped"] = ManifestFile.Table(result.Dropped),
            ["tokens_of_answers"] = ManifestFile.Lengths(result.Tokens),
            [PairSet.ImageDirKey] = Path.GetRelativePath(stage.PathOf("."), task.ImageDir).Replace('\\', '/'),
            ["settings"] = RecipeWriter.Write(recipe.Preferences),
            ["sha256"] = fingerprint.ToJson(),
        });
    }
}
