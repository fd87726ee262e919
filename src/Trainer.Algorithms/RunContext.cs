using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Recipes.Options;
using Trainer.Torch;
using Trainer.Torch.Distributed;
using Trainer.Training;

namespace Trainer.Algorithms;

/// <summary>What a run needs of its surroundings. The command line makes it; tests make their own.</summary>
public sealed record RunContext
{
    /// <summary>The recipe's path, for messages.</summary>
    public required string RecipeSource { get; init; }

    /// <summary>Where the model computes.</summary>
    public Device Device { get; init; } = Device.Cpu;

    /// <summary>Reads pictures for a model.</summary>
    public required Func<LlavaConfig, IImageReader> Images { get; init; }

    /// <summary>Evaluations that run with the training, besides the loss on held-out records.</summary>
    public Func<StageRecipe, LlavaModel, IReadOnlyList<ITrainingHook>> Hooks { get; init; } = (_, _) => [];

    /// <summary>Where progress is shown, usually standard error.</summary>
    public required TextWriter Progress { get; init; }

    /// <summary>Whether a terminal shows it.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>The wish to stop early.</summary>
    public required StopRequest Stop { get; init; }

    /// <summary>The processes that do this run together.</summary>
    public ProcessGroup Group { get; init; } = ProcessGroup.Single;

    /// <summary>Tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
