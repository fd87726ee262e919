using Trainer.Evaluation.Benchmarks;

namespace Trainer.Cli.Evaluations;

/// <summary>Asks a model the questions of benchmarks and scores what it says.</summary>
internal sealed class ModelEvaluation(ModelEvaluationOptions options, TextWriter progress)
{
    private readonly string answers = options.Answers ?? AnswerFolder.For(options);

    /// <summary>Where answers and results lie.</summary>
    internal string Folder => answers;

    /// <summary>Runs benchmarks one after the other; the model is loaded only when something is left to ask.</summary>
    internal IReadOnlyList<IBenchmarkResult> Run(IReadOnlyList<BenchmarkDefinition> benchmarks)
    {
        using var model = new LazyAnswerer(options);
        return [.. benchmarks.Select(benchmark => Run(benchmark, model))];
    }

    private IBenchmarkResult Run(BenchmarkDefinition definition, IAnswerer answerer)
    {
        IBenchmark benchmark = definition.Open(new BenchmarkSource(options.Data, options.Limit));
        string path = Path.Combine(answers, $"{benchmark.Name}.jsonl");
        var line = new ProgressLine(progress, benchmark.Name, benchmark.Questions.Count);
        IBenchmarkResult result = BenchmarkRunner.Run(benchmark, answerer, path, options.BatchSize, line);
        ResultFile.Write(Path.ChangeExtension(path, ".json"), result);
        return result;
    }
}
