using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Trainer.Recipes.Binding;

namespace Trainer.Recipes;

/// <summary>
/// Rules about one value. Each gives no problem or one; the key is taken from the property's own name.
/// </summary>
/// <example><code>
/// public IEnumerable&lt;Problem&gt; Problems() => [.. Must.BePositive(Beta), .. Must.BeWithin(LabelSmoothing, 0, 0.5)];
/// </code></example>
public static class Must
{
    /// <summary>The value is greater than 0.</summary>
    public static IEnumerable<Problem> BePositive<T>(T value, [CallerArgumentExpression(nameof(value))] string property = "")
        where T : INumber<T> => Hold(value > T.Zero, property, "greater than 0", value);

    /// <summary>The value is 0 or greater.</summary>
    public static IEnumerable<Problem> NotBeNegative<T>(T value, [CallerArgumentExpression(nameof(value))] string property = "")
        where T : INumber<T> => Hold(value >= T.Zero, property, "0 or greater", value);

    /// <summary>The value lies in the closed interval.</summary>
    public static IEnumerable<Problem> BeWithin<T>(
        T value, T least, T most, [CallerArgumentExpression(nameof(value))] string property = "")
        where T : INumber<T> =>
        Hold(value >= least && value <= most, property, string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}"), value);

    /// <summary>The value lies in the interval that excludes its upper end.</summary>
    public static IEnumerable<Problem> BeBelow<T>(
        T value, T least, T limit, [CallerArgumentExpression(nameof(value))] string property = "")
        where T : INumber<T> =>
        Hold(value >= least && value < limit, property, string.Create(CultureInfo.InvariantCulture, $"at least {least} and below {limit}"), value);

    /// <summary>The text has characters other than white space.</summary>
    public static IEnumerable<Problem> HaveText(string value, [CallerArgumentExpression(nameof(value))] string property = "") =>
        That(!string.IsNullOrWhiteSpace(value), property, "must not be empty.");

    /// <summary>The list has at least one item.</summary>
    public static IEnumerable<Problem> HaveItems<T>(
        IReadOnlyCollection<T> value, [CallerArgumentExpression(nameof(value))] string property = "") =>
        That(value.Count > 0, property, "must have at least one item, but is empty.");

    /// <summary>A rule of any kind.</summary>
    /// <param name="holds">Whether the options keep it.</param>
    /// <param name="property">The property to blame, by <c>nameof</c>.</param>
    /// <param name="message">The rest of a sentence that begins with the key.</param>
    public static IEnumerable<Problem> That(bool holds, string property, string message) =>
        holds ? [] : [new Problem(KeyNames.Of(property), message)];

    private static IEnumerable<Problem> Hold<T>(bool holds, string property, string range, T value)
        where T : INumber<T> =>
        That(holds, property, string.Create(CultureInfo.InvariantCulture, $"must be {range}, but is {value}."));
}
