using Trainer.Decoding.Strategies.Opera;
using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>
/// Every strategy by the name that recipes use.
/// To add one: write its class beside the others, add a line here,
/// and give its settings to <see cref="GenerationOptions"/>.
/// </summary>
public static class DecodingStrategies
{
    private static readonly Dictionary<string, Func<GenerationOptions, RandomStream, IDecodingStrategy>> Known = new(StringComparer.Ordinal)
    {
        ["greedy"] = (_, _) => RowwiseStrategy.Greedy(),
        ["sample"] = (_, stream) => RowwiseStrategy.Sampling(stream),
        ["beam"] = (options, _) => new BeamSearchStrategy(options),
        ["opera"] = (options, _) => new OperaStrategy(options),
    };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Makes a strategy for one call of the generator.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static IDecodingStrategy Create(string name, GenerationOptions options, RandomStream stream) => Known.TryGetValue(name, out var make)
        ? make(options, stream)
        : throw new ArgumentException($"There is no decoding strategy '{name}'. Known: {string.Join(", ", Names)}.", nameof(name));
}
