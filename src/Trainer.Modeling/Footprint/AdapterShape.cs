namespace Trainer.Modeling.Footprint;

/// <summary>Sizes of an adapter within one block.</summary>
/// <param name="BeforeAttention">Of the layers that make queries, keys and values.</param>
/// <param name="BehindAttention">Of the layers that follow.</param>
/// <param name="Dropout">Share of its inputs that is dropped.</param>
public sealed record AdapterShape(AdapterWidths BeforeAttention, AdapterWidths BehindAttention, double Dropout)
{
    /// <summary>No adapter.</summary>
    public static AdapterShape None { get; } = new(default, default, 0);
}

/// <summary>Widths of an adapter's matrices, summed over the layers that have it.</summary>
/// <param name="Input">Σ inputs.</param>
/// <param name="Narrow">Σ rank.</param>
/// <param name="Output">Σ outputs.</param>
public readonly record struct AdapterWidths(long Input, long Narrow, long Output);
