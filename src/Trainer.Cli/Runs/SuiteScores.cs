using Trainer.Cli.Evaluations;
using Trainer.Data;
using Trainer.Evaluation.Benchmarks;
using Trainer.Training;

namespace Trainer.Cli.Runs;

/// <summary>Scores the model by a recipe's benchmarks: <c>eval/pope_random/accuracy</c> and the like, answers and results in <c>evaluation/step-N/</c>.</summary>
/// <param name="benchmarks">What is asked.</param>
/// <param name="answerer">Asks the model.</param>
/// <param name="batchSize">Questions that are answered at once.</param>
/// <param name="folder">Where answers and results go.</param>
/// <param name="settings">What answers are given with.</param>
internal sealed class SuiteScores(IReadOnlyList<IBenchmark> benchmarks, ModelAnswerer answerer, int batchSize, string folder, AnswerSettings settings) : ITrainingHook
{
    public IReadOnlyDictionary<string, double> Evaluate(int step)
    {
        string here = Path.Combine(folder, $"step-{step}");
        if (Directory.Exists(here))
        {
            // Answers of weights that an earlier run had at this step.
            Directory.Delete(here, recursive: true);
        }

        return benchmarks.SelectMany(benchmark => Score(benchmark, here)).ToDictionary(StringComparer.Ordinal);
    }

    private IEnumerable<KeyValuePair<string, double>> Score(IBenchmark benchmark, string here)
    {
        string answers = Path.Combine(here, $"{benchmark.Name}.jsonl");
        AnswerSettingsFile.Write(answers, settings with { Model = settings.Model with { Name = here } });
        BenchmarkOutcome outcome = BenchmarkRunner.Run(benchmark, answerer, answers, batchSize);
        if (outcome.Unseen is [Question lost, ..])
        {
            throw new DataException($"{benchmark.Name}: {outcome.Unseen.Count} questions have no picture, {lost.Image} first. Scores during a run need all of them: complete evaluation.data_dir.");
        }

        IBenchmarkResult result = outcome.Result;
        ResultFile.Write(Path.ChangeExtension(answers, ".json"), result);
        return result.Metrics.Where(metric => metric.Value is not null).Select(metric => KeyValuePair.Create($"eval/{benchmark.Name}/{metric.Key}", metric.Value!.Value));
    }
}
