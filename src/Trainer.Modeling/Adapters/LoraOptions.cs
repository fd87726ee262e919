namespace Trainer.Modeling.Adapters;

/// <summary>Shape of a low-rank adapter (arXiv:2106.09685).</summary>
public sealed record LoraOptions
{
    /// <summary>Every linear layer of the language model but the output projection.</summary>
    public const string AllLinear = "all-linear";

    /// <summary>Rank r of the change.</summary>
    public int Rank { get; init; } = 64;

    /// <summary>Numerator α of the scaling.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>Share of the adapter's inputs that is dropped in training, [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Scales by α / √r instead of α / r (rsLoRA, arXiv:2312.03732).</summary>
    public bool RankStabilised { get; init; }

    /// <summary>Last parts of module paths, such as <c>q_proj</c>, or <see cref="AllLinear"/>.</summary>
    public IReadOnlyList<string> TargetModules { get; init; } = [AllLinear];

    /// <summary>Ranks of single modules that differ from <see cref="Rank"/>, by module path.</summary>
    public IReadOnlyDictionary<string, int> Ranks { get; init; } = new Dictionary<string, int>();

    /// <summary>Numerators of single modules that differ from <see cref="Alpha"/>, by module path.</summary>
    public IReadOnlyDictionary<string, double> Alphas { get; init; } = new Dictionary<string, double>();

    /// <summary>Factor of the change.</summary>
    public double Scaling => RankStabilised ? Alpha / Math.Sqrt(Rank) : Alpha / Rank;

    /// <summary>The shape in one module.</summary>
    public LoraOptions For(string module) => this with { Rank = Ranks.GetValueOrDefault(module, Rank), Alpha = Alphas.GetValueOrDefault(module, Alpha) };
}
