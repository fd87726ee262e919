using Trainer.Modeling.Adapters;

namespace Trainer.Modeling.Footprint;

/// <summary>Sizes of an adapter within one block.</summary>
/// <param name="BeforeAttention">Of the layers that make queries, keys and values.</param>
/// <param name="BehindAttention">Of the layers that follow.</param>
/// <param name="Dropout">Share of its inputs that is dropped.</param>
public sealed record AdapterShape(AdapterWidths BeforeAttention, AdapterWidths BehindAttention, double Dropout)
{
    /// <summary>No adapter.</summary>
    public static AdapterShape None { get; } = new(default, default, 0);

    /// <summary>Those of a whole adapter, shared among the blocks.</summary>
    /// <param name="adapter">The adapter; null: none.</param>
    /// <param name="layers">Blocks of the model.</param>
    public static AdapterShape Of(LoraAdapter? adapter, int layers)
    {
        ILookup<bool, Parameter[]> pairs = (adapter?.Parameters ?? []).Chunk(2).ToLookup(pair => IsBeforeAttention(pair[0].Name));
        AdapterWidths Widths(bool isBefore) => new(
            pairs[isBefore].Sum(pair => pair[0].Value.Size(1)) / layers,
            pairs[isBefore].Sum(pair => pair[0].Value.Size(0)) / layers,
            pairs[isBefore].Sum(pair => pair[1].Value.Size(0)) / layers);
        return new AdapterShape(Widths(true), Widths(false), adapter?.Options.Dropout ?? 0);
    }

    private static bool IsBeforeAttention(string name) =>
        name.Contains("q_proj", StringComparison.Ordinal) || name.Contains("k_proj", StringComparison.Ordinal) || name.Contains("v_proj", StringComparison.Ordinal);
}

/// <summary>Widths of an adapter's matrices, summed over the layers that have it.</summary>
/// <param name="Input">Σ inputs.</param>
/// <param name="Narrow">Σ rank.</param>
/// <param name="Output">Σ outputs.</param>
public readonly record struct AdapterWidths(long Input, long Narrow, long Output);
