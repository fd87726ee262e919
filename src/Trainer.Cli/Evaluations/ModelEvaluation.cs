using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Answers;

namespace Trainer.Cli.Evaluations;

/// <summary>Asks a model the questions of benchmarks and scores what it says.</summary>
internal sealed class ModelEvaluation(ModelEvaluationOptions options, TextWriter progress)
{
    private readonly Lazy<AnswerSettings> settings = new(() => AnswerSettings.Of(options));

    /// <summary>Where answers and results lie.</summary>
    internal string Folder => options.Answers ?? AnswerFolder.For(settings.Value, options.Data);

    /// <summary>Runs benchmarks one after the other; the model is loaded only when something is left to ask.</summary>
    internal IReadOnlyList<Evaluated> Run(IReadOnlyList<BenchmarkDefinition> benchmarks)
    {
        using var model = new LazyAnswerer(options);
        string folder = Folder;
        return [.. benchmarks.Select(benchmark => Run(benchmark, folder, model))];
    }

    private Evaluated Run(BenchmarkDefinition definition, string folder, LazyAnswerer model)
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
        string path = Path.Combine(folder, $"{benchmark.Name}.jsonl");
        (IAnswerer answerer, AnswerSettings? asked) = Answerer(path, model);
        var line = new ProgressLine(progress, benchmark.Name, benchmark.Questions.Count);
        BenchmarkOutcome outcome = BenchmarkRunner.Run(benchmark, answerer, path, options.BatchSize, line);
        var evaluated = new Evaluated(definition, source, outcome, asked) { Against = options.Against is { } other ? Compare(outcome.Benchmark, other, path) : null };
        ScoreJson.Write(Path.Combine(folder, $"{definition.Name}.json"), evaluated);
        return evaluated;
    }

    /// <summary>Who gives the answers that a file lacks, and what those that it has were given with.</summary>
    private (IAnswerer Answerer, AnswerSettings? Asked) Answerer(string path, LazyAnswerer model)
    {
        if (options.OnlyScores || !Directory.Exists(options.Model))
        {
            return (new SavedAnswers(options.Pictures, path, $"there is no model {options.Model} to ask"), AnswerSettingsFile.Read(path));
        }

        return AnswerSettingsFile.Claim(path, settings) is { } asked
            ? (model, asked)
            : (new SavedAnswers(options.Pictures, path, $"{Path.GetFileName(AnswerSettingsFile.PathFor(path))} does not say what the others were given with. Name another --answers, or delete the file to ask anew"), null);
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
    private static Rival Compare(IBenchmark benchmark, string folder, string path)
    {
        string other = Path.Combine(folder, Path.GetFileName(path));
        if (!File.Exists(other))
        {
            throw new UsageException($"{folder} has no {Path.GetFileName(path)}. Name the folder of answers that 'eval {benchmark.Name}' of the other model printed.");
        }

        IReadOnlyList<SavedAnswer> baseline = AnswerFile.Read(other);
        HashSet<string> missing = [.. benchmark.Questions.Select(question => question.Id).Except(baseline.Select(answer => answer.QuestionId))];
        return new Rival(benchmark.Except(missing).Compare(baseline, AnswerFile.Read(path)), AnswerSettingsFile.Read(other));
    }
}
