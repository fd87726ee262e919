namespace Trainer.Preparation.Common;

/// <summary>How far a conversion has come.</summary>
/// <param name="Work">What is being done, such as a file's name.</param>
/// <param name="Done">Units that are done.</param>
/// <param name="Total">Units that there are.</param>
public readonly record struct PreparationProgress(string Work, int Done, int Total);
