using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>Compares the weights that were found with those that a model needs, and says everything that is wrong at once.</summary>
/// <param name="found">What files say of each weight, by our name.</param>
/// <param name="isUnused">Whether a weight that the model does not need may be there all the same.</param>
internal sealed class WeightFit(IReadOnlyDictionary<string, TensorInfo> found, Func<string, bool> isUnused)
{
    private const int MostNamesInAMessage = 5;

    /// <summary>Whether real numbers of a shape are there. A type that libtorch lacks is left for the reading to refuse.</summary>
    internal static bool Fits(TensorInfo info, long[] shape) =>
        SafetensorsType.ToDType(info.Type) is not { } type || (type.IsFloating() && info.Shape.AsSpan().SequenceEqual(shape));

    /// <summary>What is wrong; null where all is well.</summary>
    internal string? Problems(Dictionary<string, long[]> needed)
    {
        string[] strangers = [.. found.Keys.Where(name => !needed.ContainsKey(name) && !isUnused(name))];
        string[] missing = [.. needed.Keys.Where(name => !found.ContainsKey(name))];
        string[] misshapen = [.. needed.Where(entry => found.TryGetValue(entry.Key, out TensorInfo? info) && !Fits(info, entry.Value)).Select(entry => entry.Key)];
        string problems = string.Join("; ", new[]
        {
            Listed("missing", missing, name => $"{name} {Shown(needed[name])}{Nearest(name, strangers)}"),
            Listed("wrong shape", misshapen, name => $"{name} is {found[name]} instead of real numbers {Shown(needed[name])}"),
            Listed("unexpected", strangers, name => $"{found[name].Name} {found[name]}{Nearest(name, missing)}"),
        }.OfType<string>());
        return problems.Length > 0 ? problems : null;
    }

    private static string Shown(long[] shape) => $"[{string.Join(", ", shape)}]";

    private static string Nearest(string name, string[] candidates) => NearestName.Of(name, candidates) is { } nearest ? $" (nearest: {nearest})" : string.Empty;

    private static string? Listed(string title, string[] names, Func<string, string> describe) => names.Length == 0
        ? null
        : $"{title} ({names.Length}): {string.Join(", ", names.Take(MostNamesInAMessage).Select(describe))}{(names.Length > MostNamesInAMessage ? ", …" : string.Empty)}";
}
