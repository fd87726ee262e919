namespace Trainer.Cli.Diagnostics;

/// <summary>All checks, in the order in which a set-up can fail. To add one: a method that returns a finding, and its name here.</summary>
internal static class Doctor
{
    internal static IEnumerable<Finding> Examine() =>
    [
        SystemChecks.Sdk(),
        TorchChecks.Torch(),
        TorchChecks.Blas(),
        TorchChecks.Cuda(),
        LibraryChecks.SentencePiece(),
        LibraryChecks.Vips(),
        LibraryChecks.Font(),
        SystemChecks.Threads(),
    ];
}
