using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Llama;

/// <summary>
/// Tokens that the last block has looked around for, and no more: enough to know where they look, and to be looked at. What follows is
/// each token's own affair, so that it can wait until it is clear which of them are wanted.
/// </summary>
/// <param name="Stream">The last block's input, [batch, length, hidden], or [tokens, hidden].</param>
/// <param name="Mixed">What its attention mixed for them, […, heads · headDim], before the output projection.</param>
public sealed record UnfinishedStates(Tensor Stream, Tensor Mixed) : IDisposable
{
    /// <summary>Some of the tokens, in one row.</summary>
    /// <param name="tokens">Int64 [tokens], among the batch · length ones, on their device.</param>
    public UnfinishedStates Of(Tensor tokens) => new(Rows(Stream, tokens), Rows(Mixed, tokens));

    /// <summary>Some of the tokens, copied, in one row. No gradients.</summary>
    /// <param name="tokens">Among the batch · length ones.</param>
    public UnfinishedStates Copy(ReadOnlySpan<long> tokens) => new(Stream.CopyRows(tokens), Mixed.CopyRows(tokens));

    /// <summary>Lets them outlive every scope: their holder disposes them.</summary>
    public UnfinishedStates Release() => new(TensorScope.Release(Stream), TensorScope.Release(Mixed));

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        Mixed.Dispose();
    }

    private static Tensor Rows(Tensor states, Tensor tokens) => states.Reshape(-1, states.Size(-1)).IndexSelect(0, tokens);
}
