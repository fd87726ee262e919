using System.Text.Json.Nodes;
using Trainer.Modeling.Adapters;

namespace Trainer.Modeling.Weights;

/// <summary>An <c>adapter_config.json</c> before the modules that it speaks of are known.</summary>
internal sealed record AdapterConfig
{
    /// <summary>Where it was read, for messages.</summary>
    internal required string Path { get; init; }

    /// <summary>What holds for every module that no pattern takes out.</summary>
    internal required LoraOptions Options { get; init; }

    /// <summary><c>target_modules</c>; absent where the model's family decides.</summary>
    internal JsonNode? Targets { get; init; }

    /// <summary><c>exclude_modules</c>.</summary>
    internal JsonNode? Excluded { get; init; }

    /// <summary>Ranks by PEFT's patterns, the first that matches counting.</summary>
    internal IReadOnlyDictionary<string, int> RankPattern { get; init; } = new Dictionary<string, int>();

    /// <summary>Numerators of the scaling, likewise.</summary>
    internal IReadOnlyDictionary<string, double> AlphaPattern { get; init; } = new Dictionary<string, double>();

    /// <summary>The shape of an adapter that has weights for these modules.</summary>
    /// <exception cref="CheckpointException">The file does not take one of them in, so that PEFT would leave its weights out.</exception>
    internal LoraOptions For(IReadOnlyCollection<string> modules)
    {
        try
        {
            return modules.FirstOrDefault(module => !IsTarget(module)) is { } stranger
                ? throw new CheckpointException($"there are weights for {stranger}, but target_modules {Targets?.ToJsonString()} and exclude_modules {Excluded?.ToJsonString() ?? "null"} leave it out")
                : Options with { TargetModules = [.. modules], Ranks = Resolve(RankPattern, modules), Alphas = Resolve(AlphaPattern, modules) };
        }
        catch (CheckpointException error)
        {
            throw new CheckpointException($"{Path}: {error.Message}. Use the file that belongs to the adapter's weights.", error);
        }
    }

    private static Dictionary<string, T> Resolve<T>(IReadOnlyDictionary<string, T> patterns, IReadOnlyCollection<string> modules)
    {
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (string module in modules)
        {
            if (patterns.Keys.FirstOrDefault(pattern => ModulePattern.IsEnd(pattern, module)) is { } pattern)
            {
                values.Add(module, patterns[pattern]);
            }
        }

        return values;
    }

    private bool IsTarget(string module) => (Targets is null || ModulePattern.IsTarget(Targets, module)) && !ModulePattern.IsTarget(Excluded, module);
}
