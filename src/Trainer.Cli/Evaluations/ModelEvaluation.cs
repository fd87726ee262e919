using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;
using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Evaluations;

/// <summary>Asks a model the questions of benchmarks and scores what it says.</summary>
internal sealed class ModelEvaluation(ModelEvaluationOptions options, TextWriter progress)
{
    private readonly string answers = options.Answers ?? AnswerFolder.For(options);

    /// <summary>Where answers and results lie.</summary>
    internal string Folder => answers;

    /// <summary>Runs benchmarks one after the other; the model is loaded only when something is left to ask.</summary>
    internal IReadOnlyList<Evaluated> Run(IReadOnlyList<BenchmarkDefinition> benchmarks)
    {
        using var model = new LazyAnswerer(options);
        return [.. benchmarks.Select(benchmark => Run(benchmark, model))];
    }

    private Evaluated Run(BenchmarkDefinition definition, IAnswerer answerer)
    {
        var source = new BenchmarkSource(options.Data, options.Limit)
        {
            Prompt = options.Prompt,
            Parser = options.Parser,
            Judge = options.Judge,
            Against = options.Against,
            Pictures = options.Pictures,
        };
        IBenchmark benchmark = Open(definition, source);
        string path = Path.Combine(answers, $"{benchmark.Name}.jsonl");
        var line = new ProgressLine(progress, benchmark.Name, benchmark.Questions.Count);
        BenchmarkOutcome outcome = BenchmarkRunner.Run(benchmark, answerer, path, options.BatchSize, line);
        var evaluated = new Evaluated(definition, source, outcome, options.Against is { } folder ? Compare(outcome.Benchmark, folder, path) : null);
        ScoreJson.Write(Path.Combine(answers, $"{definition.Name}.json"), evaluated);
        return evaluated;
    }

    private static IBenchmark Open(BenchmarkDefinition definition, BenchmarkSource source)
    {
        try
        {
            return definition.Open(source);
        }
        catch (ArgumentException error)
        {
            throw new UsageException(error.Message);
        }
    }

    /// <summary>Compares on the questions that both answered: the other may have lacked other pictures.</summary>
    private static IReadOnlyDictionary<string, Comparison> Compare(IBenchmark benchmark, string folder, string path)
    {
        string other = Path.Combine(folder, Path.GetFileName(path));
        if (!File.Exists(other))
        {
            throw new UsageException($"{folder} has no {Path.GetFileName(path)}. Name the folder of answers that 'eval {benchmark.Name}' of the other model printed.");
        }

        IReadOnlyList<SavedAnswer> baseline = AnswerFile.Read(other);
        HashSet<string> missing = [.. benchmark.Questions.Select(question => question.Id).Except(baseline.Select(answer => answer.QuestionId))];
        return benchmark.Except(missing).Compare(baseline, AnswerFile.Read(path));
    }
}
