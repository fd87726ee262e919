using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Footprint;

/// <summary>
/// What one block of a language model takes in a pass, in bytes. It follows <c>LlamaBlock</c> and the kernels line by line:
/// what the backward pass reads again is kept, everything else lives until the block ends.
/// </summary>
/// <param name="config">Sizes.</param>
/// <param name="numerics">Type and kernels.</param>
/// <param name="adapter">The adapter that takes part.</param>
/// <param name="learns">Whether the block's own weights learn.</param>
public sealed class BlockMemory(LlamaConfig config, Numerics numerics, AdapterShape adapter, bool learns)
{
    private const int Float = 4;

    // Beside the scores that attention keeps, as many pass while they are made, in Float32: themselves, and masked twice.
    private const int PassingScores = 3;

    // Without gradients all of them are there at one time.
    private const int AttendingScores = PassingScores + 1;

    // Queries, keys, keys turned round, and values.
    private const int ComposedCopies = 4;

    // A dropout mask is drawn in Float32, compared, and cast.
    private const int PassingMask = Float + 1 + Float;

    private int Size => numerics.Size;

    private long Hidden => config.HiddenSize;

    private long Inner => config.IntermediateSize;

    private long Queries => (long)config.Heads * config.HeadDim;

    private long Keys => (long)config.KeyValueHeads * config.HeadDim;

    // Elements of a token until attention is done: the normalisation's input and output, rotated queries and keys, values, and what attention mixed.
    private long Before => (2 * Hidden) + (2 * Queries) + (2 * Keys);

    // And behind it: the other normalisation's; gate, up and their product.
    private long Behind => (2 * Hidden) + (3 * Inner);

    /// <summary>A token of the stream that enters the block: all that gradient checkpointing keeps of it.</summary>
    public long Stream => Hidden * Size;

    /// <summary>A token of a pass's last normalisation, where kernels are composed: two Float32 copies of its input, one of them squared, in place of the input.</summary>
    public long ComposedNormalization => numerics.IsFused ? 0 : (Hidden * ((2 * Float) - Size)) + (learns ? Stream : 0);

    /// <summary>What fused kernels keep: results up to attention and behind it, each adapter's narrow result and dropped input, and a few numbers a head.</summary>
    public long Kept(BlockTokens tokens) =>
        (tokens.All * (((Before + KeptBy(adapter.BeforeAttention)) * Size) + ((config.Heads + 1) * Float)))
        + (tokens.Wanted * (((Behind + KeptBy(adapter.BehindAttention) + Copied(tokens)) * Size) + Float));

    /// <summary>What composed kernels keep beyond <see cref="Kept"/>: both normalisations, keys and values for each query head, the gate's activation, attention's weights twice, and its masks.</summary>
    public long KeptByComposition(BlockTokens tokens) => numerics.IsFused
        ? 0
        : (tokens.All * (ComposedNormalization + (2 * (Queries - Keys) * Size) + (config.Heads * tokens.RowLength * (Float + Size)) + (2 * tokens.RowLength)))
            + (tokens.Wanted * (ComposedNormalization + (Inner * Size)));

    /// <summary>What lives only until the block ends.</summary>
    public long Passing(BlockTokens tokens) => numerics.IsFused
        ? PassingResults(tokens)
        : Math.Max(PassingResults(tokens), (tokens.All * PassingScores * Float * config.Heads * tokens.RowLength) - (tokens.Wanted * 4 * Inner * Size));

    /// <summary>The same while a checkpointed block runs again: also its output and the gradient of its input.</summary>
    public long PassingAgain(BlockTokens tokens) => Passing(tokens) + ((tokens.All + tokens.Wanted) * Stream);

    /// <summary>A pass without gradients keeps nothing: all of a block's results live until it ends. Composed attention may take more before the network's are there.</summary>
    public long WithoutGradients(BlockTokens tokens) => Math.Max(Results(tokens), numerics.IsFused ? 0 : Attending(tokens));

    /// <summary>Gradients on their way back, beyond what they free: of the stream, of gate and up, and where kernels are composed of the gate's activation.</summary>
    public long Gradients(BlockTokens tokens) => ((tokens.All * Hidden) + (tokens.Wanted * (numerics.IsFused ? 2 : 3) * Inner)) * Size;

    // Queries and keys before rotation and the two products that are added to the stream; each adapter's widened result and masks.
    // Composed kernels copy what attention reads and writes, and don't keep the stream.
    private long PassingResults(BlockTokens tokens) =>
        (tokens.All * (((((numerics.IsFused ? 1 : 3) * (Queries + Keys)) + (numerics.IsFused ? 0 : 2 * Hidden) + adapter.BeforeAttention.Output) * Size) + (Dropped(adapter.BeforeAttention) * PassingMask)))
        + (tokens.Wanted * ((((2 * Hidden) + adapter.BehindAttention.Output) * Size) + (Dropped(adapter.BehindAttention) * PassingMask)));

    private long Results(BlockTokens tokens) => PassingResults(tokens)
        + (((tokens.All * (Before + adapter.BeforeAttention.Narrow)) + (tokens.Wanted * (Behind + adapter.BehindAttention.Narrow + Copied(tokens)))) * Size);

    // What comes before, queries and keys before rotation, and copies that the products read; scores, masked, as probabilities, and masked again.
    private long Attending(BlockTokens tokens) =>
        (tokens.All * (Before + Queries + Keys + (ComposedCopies * Queries)) * Size) + (tokens.All * config.Heads * tokens.RowLength * AttendingScores * Float);

    private long KeptBy(AdapterWidths widths) => widths.Narrow + (2 * Dropped(widths));

    private long Dropped(AdapterWidths widths) => adapter.Dropout > 0 ? widths.Input : 0;

    // Where tokens are left out, those that go on are copied out of what attention mixed.
    private long Copied(BlockTokens tokens) => tokens.Wanted < tokens.All ? Queries : 0;
}
