using Trainer.Modeling.Footprint;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Algorithms.Common.Planning;

/// <summary>What a stage that trains one model takes, phase by phase. Nothing is loaded and nothing computed.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="outline">Its model, without memory behind its weights, with all parts that learn.</param>
/// <param name="device">Where it would run.</param>
public sealed class StageMemory(StageRecipe recipe, TrainableModel outline, Device device)
{
    /// <summary>Questions that every run asks to show how answers change.</summary>
    private const int SampleQuestions = 6;

    private readonly ModelMemory model = new(outline, Numerics.Of(device, outline.Model.Compute.DType));
    private readonly PassMemory passes = new(outline, Numerics.Of(device, outline.Model.Compute.DType), recipe.Model.GradientCheckpointing);
    private readonly AnswerMemory answers = new(outline, Numerics.Of(device, outline.Model.Compute.DType));
    private readonly OutsideMemory outside = new(outline.Model.Config, Numerics.Of(device, outline.Model.Compute.DType));

    /// <summary>The largest micro-batch.</summary>
    public required BatchShape Batch { get; init; }

    /// <summary>Features that a frozen tower's pictures leave behind; none where they aren't kept.</summary>
    public FeatureLimit? Features { get; init; }

    /// <summary>What else is there throughout, such as a reference's own weights.</summary>
    public IReadOnlyList<MemoryItem> Beside { get; init; } = [];

    /// <summary>Whether a pass without gradients comes before that of training, such as a reference's.</summary>
    public bool HasPlainPass { get; init; }

    /// <summary>The whole run.</summary>
    public MemoryPlan Plan()
    {
        IEnumerable<(string Name, IEnumerable<MemoryItem> Items)> phases =
        [
            ("pictures", passes.Encode(Features is null ? Batch.Pictures : Math.Min(1, Batch.Pictures))),
            .. HasPlainPass ? [("reference", passes.Plain(Batch))] : Array.Empty<(string, IEnumerable<MemoryItem>)>(),
            ("forward", passes.Forward(Batch)),
            ("loss", passes.Loss(Batch)),
            ("backward", passes.Backward(Batch)),
            ("update", [model.Update(device)]),
            ("answers", answers.Writing(Questions)),
        ];
        return MemoryPlan.Of(Held, phases, Batch);
    }

    private IEnumerable<MemoryItem> Held =>
    [
        model.Frozen,
        model.Learning,
        model.Rotary,
        .. Beside,
        .. Features is { } limit ? [model.KeptFeatures(limit.Pictures, limit.MostBytes)] : Array.Empty<MemoryItem>(),
        new(ItemNames.Waiting, device.Kind == DeviceKind.Cpu ? recipe.Data.DataloaderPrefetchFactor * outside.BatchBytes(Batch) : 0),
    ];

    // Prompts are at most as long as records, which hold an answer as well.
    private AnswerShape Questions
    {
        get
        {
            long asked = recipe.Evaluation.Suites.Count > 0 ? Math.Max(SampleQuestions, recipe.Evaluation.BatchSize) : SampleQuestions;
            long rows = asked * (recipe.Decoding.Strategy is DecodingStrategy.Beam or DecodingStrategy.Opera ? recipe.Decoding.NumBeams : 1);
            return new AnswerShape(rows, asked, Batch.Time, recipe.Decoding.MaxNewTokens, asked);
        }
    }
}

/// <summary>How many features are kept.</summary>
/// <param name="Pictures">Different pictures.</param>
/// <param name="MostBytes">Limit.</param>
public sealed record FeatureLimit(long Pictures, long MostBytes)
{
    /// <summary>Features of a tower that is frozen; null where it learns, so that they would soon be wrong.</summary>
    /// <param name="outline">The model.</param>
    /// <param name="pictures">Different pictures.</param>
    /// <param name="megabytes">Limit in MiB.</param>
    public static FeatureLimit? Of(TrainableModel outline, long pictures, int megabytes) => outline.HasFrozenTower ? new FeatureLimit(pictures, (long)megabytes << 20) : null;
}
