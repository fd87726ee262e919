using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Footprint;
using Trainer.Torch;

namespace Trainer.Algorithms.Common.Planning;

/// <summary>What a model's passes take, beyond what it takes whatever it does.</summary>
/// <param name="outline">The model, without memory behind its weights.</param>
/// <param name="numerics">Type and kernels.</param>
/// <param name="checkpointing">Whether blocks are run again in the backward pass, and so keep their input only.</param>
public sealed class PassMemory(TrainableModel outline, Numerics numerics, bool checkpointing)
{
    private const int Float = 4;

    // The scores in Float32, their gradients by the chosen tokens and by the normaliser, and two steps on the way to the latter.
    private const int ComposedScores = 5;

    // Without gradients: log-probabilities, probabilities and their products, for entropies.
    private const int PlainScores = 3;

    private readonly LlavaConfig config = outline.Model.Config;
    private readonly BlockMemory block = new(outline.Model.Config.Text, numerics, AdapterOf(outline), outline.TrainsSharedWeights);
    private readonly BlockMemory merged = new(outline.Model.Config.Text, numerics, AdapterShape.None, learns: false);
    private readonly TowerMemory tower = new(outline.Model.Config, numerics);

    private LlamaConfig Text => config.Text;

    /// <summary>The tower on its pictures: those whose features are kept come one by one.</summary>
    /// <param name="pictures">Pictures at once.</param>
    public IEnumerable<MemoryItem> Encode(long pictures) => [new(ItemNames.Passing, pictures * tower.WithoutGradients)];

    /// <summary>The forward pass in the block where most is held, when those before it have left what the backward pass reads again.</summary>
    /// <param name="batch">The micro-batch.</param>
    public IEnumerable<MemoryItem> Forward(BatchShape batch) => Most(batch, tokens =>
    [
        .. Kept(batch, tokens),
        new(ItemNames.Outside, Outside(batch, batch.Tokens + tokens.Wanted)),
        new(ItemNames.Passing, checkpointing ? block.WithoutGradients(tokens) : block.Passing(tokens)),
    ]);

    /// <summary>Scores of the answers' tokens, and their gradient.</summary>
    /// <inheritdoc cref="Forward"/>
    public IEnumerable<MemoryItem> Loss(BatchShape batch) =>
    [
        .. Kept(batch, LastOf(batch)),
        new(ItemNames.Outside, OutsideWithEnd(batch)),
        new(ItemNames.Logits, Scores(batch) * (numerics.IsFused ? 2 * Float : (ComposedScores * Float) + numerics.Size)),
    ];

    /// <summary>The backward pass in the block where most is held: in the last one all activations are there still, in the one before more tokens pass.</summary>
    /// <inheritdoc cref="Forward"/>
    public IEnumerable<MemoryItem> Backward(BatchShape batch) => Most(batch, tokens =>
    [
        .. Kept(batch, tokens),
        .. checkpointing ? Again(tokens) : [],
        new(ItemNames.Outside, OutsideWithEnd(batch)),
        new(ItemNames.Logits, Scores(batch) * numerics.Size),
        new(ItemNames.Passing, block.Gradients(tokens)),
    ]);

    /// <summary>A pass without gradients, such as a reference's or a judge's.</summary>
    /// <inheritdoc cref="Forward"/>
    public IEnumerable<MemoryItem> Plain(BatchShape batch) => Most(batch, tokens =>
    [
        new(ItemNames.Outside, Outside(batch, batch.Tokens + tokens.Wanted)),
        new(ItemNames.Passing, block.WithoutGradients(tokens)),
    ]);

    /// <summary>Log-probabilities and entropies of answers' tokens, without gradients.</summary>
    /// <inheritdoc cref="Forward"/>
    public IEnumerable<MemoryItem> Scoring(BatchShape batch)
    {
        IEnumerable<MemoryItem> scores =
        [
            new(ItemNames.Outside, Outside(batch, batch.Tokens + (2 * batch.Wanted))),
            new(ItemNames.Logits, Scores(batch) * ((PlainScores * Float) + (numerics.Type == DType.Float32 ? 0 : Float) + numerics.Size)),
        ];
        return Larger(Plain(batch), scores);
    }

    /// <summary>Keys and values of answers that are being written, and the reading of their prompts.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="newTokens">Most tokens of an answer.</param>
    /// <param name="isMerged">Whether the adapter is added to the weights meanwhile, and has no results of its own.</param>
    public IEnumerable<MemoryItem> Generation(BatchShape prompts, long newTokens, bool isMerged)
    {
        long perToken = 2L * Text.Layers * Text.KeyValueHeads * Text.HeadDim * numerics.Size;
        return
        [
            new(ItemNames.Cache, prompts.Rows * (prompts.Time + newTokens) * perToken),
            new(ItemNames.Outside, Outside(prompts, 2 * prompts.Tokens)),
            new(ItemNames.Logits, prompts.Rows * Text.VocabularySize * numerics.Size),
            new(ItemNames.Passing, (isMerged ? merged : block).WithoutGradients(WholeOf(prompts))),
        ];
    }

    /// <summary>A batch as it comes from the records: tokens, labels and pixels.</summary>
    public long BatchBytes(BatchShape batch) => (batch.Tokens * 2 * sizeof(long)) + (batch.Pictures * Pixels);

    private static BlockTokens WholeOf(BatchShape batch) => BlockTokens.Whole(batch.Rows, batch.Time);

    private static BlockTokens LastOf(BatchShape batch) => WholeOf(batch) with { Wanted = batch.Wanted };

    private static IEnumerable<MemoryItem> Larger(IEnumerable<MemoryItem> first, IEnumerable<MemoryItem> second) =>
        first.Sum(item => item.Bytes) > second.Sum(item => item.Bytes) ? first : second;

    // The last block is passed by few tokens, but all others have left something by then.
    private IEnumerable<MemoryItem> Most(BatchShape batch, Func<BlockTokens, MemoryItem[]> at) =>
        Text.Layers == 1 ? at(LastOf(batch)) : Larger(at(WholeOf(batch)), at(LastOf(batch)));

    // Adapters are Float32; each pass in a narrower type keeps a copy of their matrices.
    private long AdapterCasts => numerics.Type == DType.Float32 || outline.Adapter is not { } adapter
        ? 0
        : adapter.Parameters.Sum(parameter => parameter.Value.Count * numerics.Size);

    // Beside tokens of the stream: pixels, features, and what the projector makes of them on its way.
    private long Outside(BatchShape batch, long streamed)
    {
        long projected = config.Projector == ProjectorKind.Linear ? 1 : 3;
        long perImageToken = (config.Vision.HiddenSize + (projected * Text.HiddenSize)) * numerics.Size;
        return (block.Stream * streamed) + (batch.Pictures * config.ImageTokenCount * perImageToken) + BatchBytes(batch);
    }

    // Token rows without pictures, and of the tokens that somebody reads the last block's output and what it is normalised to.
    private long OutsideWithEnd(BatchShape batch) =>
        Outside(batch, batch.Tokens + (2 * batch.Wanted)) + (block.ComposedNormalization * batch.Wanted);

    /// <summary>What blocks have left when one of them is passed by these tokens: the last one, or that before it.</summary>
    private MemoryItem[] Kept(BatchShape batch, BlockTokens tokens)
    {
        long Sum(Func<BlockTokens, long> each) => ((Text.Layers - 1) * each(WholeOf(batch))) + (tokens == LastOf(batch) ? each(tokens) : 0);
        return
        [
            new(ItemNames.Activations, checkpointing ? Text.Layers * block.Stream * batch.Tokens : Sum(block.Kept)),
            new(ItemNames.Tower, outline.HasFrozenTower ? 0 : batch.Pictures * tower.Kept(checkpointing)),
            new(ItemNames.Composition, (checkpointing ? 0 : Sum(block.KeptByComposition)) + AdapterCasts),
        ];
    }

    /// <summary>A checkpointed block that runs again; its input is kept already.</summary>
    private MemoryItem[] Again(BlockTokens tokens) =>
    [
        new(ItemNames.Activations, block.Kept(tokens) - (tokens.All * block.Stream)),
        new(ItemNames.Composition, block.KeptByComposition(tokens)),
        new(ItemNames.Passing, block.PassingAgain(tokens)),
    ];

    // Elements of the scores that exist at one time.
    private long Scores(BatchShape batch) => Math.Min(batch.Labels, AnswerLogProbs.BlockRows(Text.VocabularySize)) * Text.VocabularySize;

    private long Pixels => 3L * config.Vision.ImageSize * config.Vision.ImageSize * Float;

    private static AdapterShape AdapterOf(TrainableModel outline)
    {
        ILookup<bool, Parameter[]> pairs = (outline.Adapter?.Parameters ?? []).Chunk(2).ToLookup(pair => IsBeforeAttention(pair[0].Name));
        AdapterWidths Widths(bool isBefore) => new(
            pairs[isBefore].Sum(pair => pair[0].Value.Size(1)) / outline.Model.Config.Text.Layers,
            pairs[isBefore].Sum(pair => pair[0].Value.Size(0)) / outline.Model.Config.Text.Layers,
            pairs[isBefore].Sum(pair => pair[1].Value.Size(0)) / outline.Model.Config.Text.Layers);
        return new AdapterShape(Widths(true), Widths(false), outline.Adapter?.Options.Dropout ?? 0);
    }

    private static bool IsBeforeAttention(string name) =>
        name.Contains("q_proj", StringComparison.Ordinal) || name.Contains("k_proj", StringComparison.Ordinal) || name.Contains("v_proj", StringComparison.Ordinal);
}
