using Trainer.Cli.Evaluations;
using Trainer.Cli.Explanations;
using Trainer.Cli.Models;
using Trainer.Data.Batches;
using Trainer.Data.Text;
using Trainer.Evaluation.Benchmarks;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Recipes;
using Trainer.Recipes.Options;
using Trainer.Training;

namespace Trainer.Cli.Runs;

/// <summary>What looks at the model while it trains: answers to a few questions, and the recipe's benchmarks.</summary>
/// <param name="source">The recipe's path, for messages.</param>
/// <param name="progress">Where the scores before the first step are shown.</param>
internal sealed class RunHooks(string source, TextWriter progress) : IDisposable
{
    private const int SampleCount = 6;
    private SentencePieceTokenizer? tokenizer;

    /// <summary>Makes the hooks, and lets a run that begins look at the model as it is before the first step.</summary>
    internal IReadOnlyList<ITrainingHook> Create(StageRecipe recipe, LlavaModel network)
    {
        var run = new RunDirectory(recipe.OutputDir);
        tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        var dialogue = new Dialogue(network, tokenizer, ConversationTemplates.ByName(recipe.Data.ChatTemplate));
        IImageReader pictures = Pictures.CachedFor(network.Config);
        var answerer = new Answerer(dialogue, recipe.Decoding, pictures, recipe.Seed);
        var samples = new AnswerSamples(answerer, new Explainer(dialogue, pictures), SampleQuestion.From(recipe, SampleCount), run);
        SuiteScores? scores = recipe.Evaluation.Suites.Count > 0 ? Scores(recipe, answerer, run, network.Config) : null;
        if (run.Checkpoints.Latest is null)
        {
            samples.Evaluate(0);
            ShowBaseline(recipe.Evaluation.EvaluateBaseline ? scores : null);
        }

        return scores is null ? [samples] : [samples, scores];
    }

    public void Dispose() => tokenizer?.Dispose();

    private SuiteScores Scores(StageRecipe recipe, Answerer answerer, RunDirectory run, LlavaConfig config)
    {
        EvaluationOptions options = recipe.Evaluation;
        var inTraining = new ModelIdentity(run.Path, null, null);
        var settings = new AnswerSettings(inTraining, recipe.Data.ChatTemplate, AnswerSettings.Effective(recipe.Decoding, config), OptionScores: false, recipe.Seed);
        var data = new BenchmarkSource(options.DataDir!, options.Limit);
        IBenchmark[] benchmarks = [.. options.Suites.SelectMany(suite => Open(suite, data))];
        return new SuiteScores(
            benchmarks, new ModelAnswerer(answerer, PictureFolders.Of(options.DataDir!)), options.BatchSize, Path.Combine(run.Path, "evaluation"), settings);
    }

    private IBenchmark[] Open(string suite, BenchmarkSource data)
    {
        try
        {
            return [.. BenchmarkCatalog.Find(suite).Select(definition => definition.Open(data))];
        }
        catch (ArgumentException error)
        {
            throw new RecipeException(source, [new Problem("evaluation.suites", error.Message)]);
        }
    }

    private void ShowBaseline(SuiteScores? scores)
    {
        foreach ((string name, double value) in scores?.Evaluate(0) ?? new Dictionary<string, double>())
        {
            progress.WriteLine(FormattableString.Invariant($"before  {name} {value:G5}"));
        }
    }
}
