using Trainer.Decoding.Strategies;
using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>How a session reads.</summary>
internal sealed record SessionSetup
{
    /// <summary>Most tokens of an answer.</summary>
    internal required int MaxNewTokens { get; init; }

    /// <summary>Most tokens that are tried behind each row at once.</summary>
    internal int Lookahead { get; init; }

    /// <summary>Who is shown attention weights; null: nobody.</summary>
    internal IAttentionObserver? Observer { get; init; }

    /// <summary>Gives kept features of pictures on the processor; null: the model computes them.</summary>
    internal Func<Tensor, Tensor>? Features { get; init; }

    /// <summary>Early layers that the last one is weighed against; null: none.</summary>
    internal LayerContrast? Layers { get; init; }
}
