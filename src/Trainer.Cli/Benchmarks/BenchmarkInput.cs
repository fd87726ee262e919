namespace Trainer.Cli.Benchmarks;

/// <summary>What a benchmark is given.</summary>
/// <param name="Model">Folder of the model that both sides load.</param>
/// <param name="Work">Folder for files.</param>
/// <param name="Image">A picture, where one is asked about.</param>
internal sealed record BenchmarkInput(string Model, string Work, string? Image)
{
    /// <summary>The picture of a benchmark that needs one.</summary>
    /// <exception cref="UsageException">None was named.</exception>
    internal string RequiredImage => Image ?? throw new UsageException("This benchmark asks about a picture. Name one with --image.");
}
