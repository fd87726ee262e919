namespace Trainer.Evaluation.Benchmarks;

/// <summary>A benchmark as recipes and commands name it.</summary>
/// <param name="Name">Such as <c>pope_random</c>.</param>
/// <param name="Suite">The family that a recipe may name instead, such as <c>pope</c>.</param>
/// <param name="Summary">One sentence for lists of benchmarks.</param>
/// <param name="Protocol">How it is asked, read and averaged.</param>
/// <param name="Read">Reads or builds its questions.</param>
public sealed record BenchmarkDefinition(
    string Name, string Suite, string Summary, BenchmarkProtocol Protocol, Func<BenchmarkSource, IBenchmark> Read)
{
    /// <summary>Opens the benchmark in a dataset.</summary>
    /// <exception cref="ArgumentException">The source asks for a wording, a rule, or a judge that isn't there.</exception>
    /// <exception cref="Data.DataException">A file is missing or broken.</exception>
    public IBenchmark Open(BenchmarkSource source)
    {
        // Also where there is only one: a name that nobody heeds would still stand in the result.
        Require(source.Prompt, Protocol.Prompts, "wording");
        Require(source.Parser, Protocol.Parsers, "rule for reading answers");
        return Read(source);
    }

    private static void Require(string? name, IReadOnlyList<string> names, string kind)
    {
        if (name is not null && !names.Contains(name))
        {
            throw new ArgumentException($"'{name}' is no {kind} of this benchmark. There are: {string.Join(", ", names)}.");
        }
    }
}
