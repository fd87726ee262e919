namespace Trainer.Preparation.Common;

/// <summary>What a user sees of a dataset that can be prepared.</summary>
public interface ISource
{
    /// <summary>Its name on the command line, which is also its folder's.</summary>
    string Name { get; }

    /// <summary>What it is and what becomes of it, in one sentence.</summary>
    string Summary { get; }

    /// <summary>What a user may choose.</summary>
    IReadOnlyList<SourceOption> Options { get; }
}
