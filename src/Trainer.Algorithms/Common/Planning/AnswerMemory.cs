using Trainer.Modeling.Configuration;
using Trainer.Modeling.Footprint;
using Trainer.Torch;

namespace Trainer.Algorithms.Common.Planning;

/// <summary>What answers take while they are written: a cache of keys and values, the reading of the prompts into it, and scores of each next token.</summary>
/// <param name="outline">The model, without memory behind its weights.</param>
/// <param name="numerics">Type and kernels.</param>
/// <param name="isMerged">Whether the adapter is added to the weights meanwhile, and has no results of its own.</param>
public sealed class AnswerMemory(TrainableModel outline, Numerics numerics, bool isMerged = false)
{
    private const int Float = 4;

    // While a token is drawn: scores by temperature, two filters with a sorted copy and its order, probabilities, and their sums in Float64.
    private const int DrawnScore = 66;

    // Composed kernels repeat keys and values for each query head, and turn keys round.
    private const int CopiesOfKeys = 3;

    private readonly OutsideMemory outside = new(outline.Model.Config, numerics);
    private readonly TowerMemory tower = new(outline.Model.Config, numerics);
    private readonly BlockMemory block = new(
        outline.Model.Config.Text, numerics, isMerged ? AdapterShape.None : AdapterShape.Of(outline.Adapter, outline.Model.Config.Text.Layers), learns: false);

    private LlamaConfig Text => outline.Model.Config.Text;

    private long KeysAndValues => 2L * Text.Layers * Text.KeyValueHeads * Text.HeadDim * numerics.Size;

    /// <summary>The tower on all pictures of a batch, when there is room already for its keys and values.</summary>
    /// <param name="batch">The answers.</param>
    public IEnumerable<MemoryItem> Seeing(AnswerShape batch) =>
    [
        new(ItemNames.Cache, Cache(batch)),
        new(ItemNames.Outside, outside.PixelBytes(batch.Pictures)),
        new(ItemNames.Passing, batch.Pictures * tower.WithoutGradients),
    ];

    /// <summary>The moment from the prompts' first token to the answers' last one when most is held.</summary>
    /// <inheritdoc cref="Seeing"/>
    public IEnumerable<MemoryItem> Writing(AnswerShape batch) =>
        new[] { Reading(batch), Adding(batch) }.MaxBy(items => items.Sum(item => item.Bytes))!;

    /// <summary>The prompts, each once. Where rows share one, it has a cache of its own meanwhile.</summary>
    private MemoryItem[] Reading(AnswerShape batch) =>
    [
        new(ItemNames.Cache, Cache(batch) + CacheOfPrompts(batch)),
        new(ItemNames.Outside, outside.Of(Asked(batch), 2 * Asked(batch).Tokens)),
        new(ItemNames.Passing, block.WithoutGradients(BlockTokens.Whole(batch.Prompts, batch.Time))),
    ];

    /// <summary>The last token of every row, and the draw of what follows.</summary>
    private MemoryItem[] Adding(AnswerShape batch)
    {
        long passing = block.WithoutGradients(new BlockTokens(batch.Rows, batch.Rows, batch.Time + batch.NewTokens));
        long copies = numerics.IsFused ? 0 : CopiesOfKeys * batch.Rows * (batch.Time + batch.NewTokens) * Text.Heads * Text.HeadDim * numerics.Size;
        long scores = batch.Rows * Text.VocabularySize * (numerics.Size + (numerics.Type == DType.Float32 ? 0 : Float) + DrawnScore);
        return
        [
            new(ItemNames.Cache, Cache(batch)),
            .. passing + copies > scores ? [new(ItemNames.Passing, passing + copies)] : new[] { new MemoryItem(ItemNames.Logits, scores) },
        ];
    }

    private long Cache(AnswerShape batch) => batch.Rows * (batch.Time + batch.NewTokens) * KeysAndValues;

    private long CacheOfPrompts(AnswerShape batch) => batch.Prompts == batch.Rows ? 0 : batch.Prompts * batch.Time * KeysAndValues;

    private static BatchShape Asked(AnswerShape batch) => new(batch.Prompts, batch.Time, batch.Prompts, batch.Pictures);
}

/// <summary>Answers that are written together.</summary>
/// <param name="Rows">Answers, and rows that they are weighed against.</param>
/// <param name="Prompts">Different prompts: rows of one share its reading.</param>
/// <param name="Time">Tokens of the longest prompt.</param>
/// <param name="NewTokens">Most tokens of an answer.</param>
/// <param name="Pictures">Pictures of the different prompts.</param>
public sealed record AnswerShape(long Rows, long Prompts, long Time, long NewTokens, long Pictures);
