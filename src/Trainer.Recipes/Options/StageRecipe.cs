namespace Trainer.Recipes.Options;

/// <summary>What every recipe has, whatever its stage. A stage's own record adds its block, such as <c>dpo:</c>.</summary>
public abstract record StageRecipe : IValidatable
{
    /// <summary>What the recipe trains: the name of an algorithm, such as <c>sft</c>.</summary>
    [Alias("algorithm")]
    public required string Stage { get; init; }

    /// <summary>Root of all randomness of the run. Equal seeds give equal runs on a processor.</summary>
    public ulong Seed { get; init; } = 17;

    /// <summary>Folder of the run: the resolved recipe, metrics, report and checkpoints.</summary>
    public required string OutputDir { get; init; }

    /// <summary>The model and what of it learns.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>The records to learn from.</summary>
    public required DataOptions Data { get; init; }

    /// <summary>Steps, optimiser, schedule and checkpoints.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>How the processes of a run wait for each other.</summary>
    public DistributedOptions Distributed { get; init; } = new();

    /// <summary>How answers are generated, for samples and for evaluation.</summary>
    public DecodingOptions Decoding { get; init; } = new();

    /// <summary>Benchmarks that run with the training.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <inheritdoc/>
    public virtual IEnumerable<Problem> Problems() => [.. Must.HaveText(OutputDir), .. ProblemsOfValidation()];

    private IEnumerable<Problem> ProblemsOfValidation()
    {
        bool isUseless = Data.ValSize == 0 && Training.EvalSteps > 0 && Evaluation.Suites.Count == 0;
        return Must.That(!isUseless, "Training.EvalSteps", "asks for evaluations, but data.val_size is 0 and evaluation.suites is empty. Set one of them, or training.eval_steps: 0.");
    }
}
