using Trainer.Data.Text;
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

    private readonly OutsideMemory outside = new(outline.Model.Config, numerics);
    private readonly BlockMemory block = new(outline.Model.Config.Text, numerics, AdapterShape.Of(outline.Adapter, outline.Model.Config.Text.Layers), outline.TrainsSharedWeights);
    private readonly TowerMemory tower = new(outline.Model.Config, numerics);
    private readonly QFormerMemory former = new(outline.Model.Config, numerics);

    private LlamaConfig Text => outline.Model.Config.Text;

    /// <summary>The tower on its pictures: those whose features are kept come one by one.</summary>
    /// <param name="pictures">Pictures at once.</param>
    public IEnumerable<MemoryItem> Encode(long pictures) => [new(ItemNames.Passing, pictures * tower.WithoutGradients)];

    /// <summary>The forward pass in the block where most is held, when those before it have left what the backward pass reads again.</summary>
    /// <param name="batch">The micro-batch.</param>
    public IEnumerable<MemoryItem> Forward(BatchShape batch) => Most(batch, tokens =>
    [
        .. Kept(batch, tokens),
        new(ItemNames.Outside, outside.Of(batch, batch.Tokens + tokens.Wanted)),
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
        new(ItemNames.Outside, outside.Of(batch, batch.Tokens + tokens.Wanted)),
        new(ItemNames.Passing, block.WithoutGradients(tokens)),
    ]);

    /// <summary>Log-probabilities and entropies of answers' tokens, without gradients.</summary>
    /// <inheritdoc cref="Forward"/>
    public IEnumerable<MemoryItem> Scoring(BatchShape batch)
    {
        IEnumerable<MemoryItem> scores =
        [
            new(ItemNames.Outside, outside.Of(batch, batch.Tokens + (2 * batch.Wanted))),
            new(ItemNames.Logits, Scores(batch) * ((PlainScores * Float) + (numerics.Type == DType.Float32 ? 0 : Float) + numerics.Size)),
        ];
        return Larger(Plain(batch), scores);
    }

    private static BlockTokens WholeOf(BatchShape batch) => BlockTokens.Whole(batch.Rows, batch.Time);

    private static BlockTokens LastOf(BatchShape batch) => WholeOf(batch) with { Wanted = batch.Wanted };

    private static IEnumerable<MemoryItem> Larger(IEnumerable<MemoryItem> first, IEnumerable<MemoryItem> second) =>
        first.Sum(item => item.Bytes) > second.Sum(item => item.Bytes) ? first : second;

    // The last block is passed by few tokens, but all others have left something by then.
    private IEnumerable<MemoryItem> Most(BatchShape batch, Func<BlockTokens, MemoryItem[]> at) =>
        Text.Layers == 1 ? at(LastOf(batch)) : Larger(at(WholeOf(batch)), at(LastOf(batch)));

    /// <summary>What a Q-Former keeps for one picture: one that reads instructions learns with the projector, the other with the tower.</summary>
    private long KeptByFormer => outline.Model.Config.QFormer switch
    {
        { ReadsInstruction: true } asked when outline.TrainsProjector || !outline.HasFrozenTower => former.Kept(Math.Min(WordPieceTokenizer.MostTokens, asked.MaxPositions)),
        { ReadsInstruction: false } when !outline.HasFrozenTower => former.Kept(words: 0),
        _ => 0,
    };

    // Adapters are Float32; each pass in a narrower type keeps a copy of their matrices.
    private long AdapterCasts => numerics.Type == DType.Float32 || outline.Adapter is not { } adapter
        ? 0
        : adapter.Parameters.Sum(parameter => parameter.Value.Count * numerics.Size);

    // Token rows without pictures, and of the tokens that somebody reads the last block's output and what it is normalised to.
    private long OutsideWithEnd(BatchShape batch) =>
        outside.Of(batch, batch.Tokens + (2 * batch.Wanted)) + (block.ComposedNormalization * batch.Wanted);

    /// <summary>What blocks have left when one of them is passed by these tokens: the last one, or that before it.</summary>
    private MemoryItem[] Kept(BatchShape batch, BlockTokens tokens)
    {
        long Sum(Func<BlockTokens, long> each) => ((Text.Layers - 1) * each(WholeOf(batch))) + (tokens == LastOf(batch) ? each(tokens) : 0);
        return
        [
            new(ItemNames.Activations, checkpointing ? Text.Layers * block.Stream * batch.Tokens : Sum(block.Kept)),
            new(ItemNames.Tower, outline.HasFrozenTower ? 0 : batch.Pictures * tower.Kept(checkpointing)),
            new(ItemNames.QFormer, batch.Pictures * KeptByFormer),
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
}
