namespace Trainer.Evaluation.Benchmarks;

/// <summary>One of several wordings or rules that are in use for the same benchmark. Scores differ by them, so results name theirs.</summary>
/// <param name="Name">How commands and results name it.</param>
/// <param name="Value">The wording or rule.</param>
internal sealed record Variant<T>(string Name, T Value);

/// <summary>Finds variants.</summary>
internal static class Variants
{
    /// <summary>The variant of a name, or the first.</summary>
    /// <param name="variants">Those there are.</param>
    /// <param name="name">A name; null for the first.</param>
    /// <param name="kind">What they are, for the message.</param>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    internal static Variant<T> Choose<T>(this IReadOnlyList<Variant<T>> variants, string? name, string kind) =>
        name is null ? variants[0] : variants.FirstOrDefault(variant => variant.Name == name) ?? throw new ArgumentException(
            $"'{name}' is no {kind} of this benchmark. There are: {string.Join(", ", variants.Names())}.");

    /// <summary>Their names, the default first.</summary>
    internal static IReadOnlyList<string> Names<T>(this IReadOnlyList<Variant<T>> variants) => [.. variants.Select(variant => variant.Name)];
}
