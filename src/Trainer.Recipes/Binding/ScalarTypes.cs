using System.Globalization;

namespace Trainer.Recipes.Binding;

/// <summary>Turns the text of a single value into the type of its property, and back.</summary>
internal static class ScalarTypes
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Reads a value; null when the text is no such value.</summary>
    public static object? Read(Type type, string text) =>
        type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(bool) => text switch { "true" => true, "false" => false, _ => null },
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out int number) ? number : null,
            _ when type == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out long number) ? number : null,
            _ when type == typeof(ulong) => ulong.TryParse(text, NumberStyles.None, Invariant, out ulong number) ? number : null,
            _ when type == typeof(double) => ReadDouble(text),
            _ when type.IsEnum => Enum.GetValues(type).Cast<Enum>().FirstOrDefault(value => KeyNames.Of(value) == text),
            _ => throw new NotSupportedException($"Options can't have a property of type {type}."),
        };

    /// <summary>Writes a value so that <see cref="Read"/> gives it back.</summary>
    public static string Write(object value) =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            Enum name => KeyNames.Of(name),
            IFormattable number => number.ToString(null, Invariant),
            _ => (string)value,
        };

    /// <summary>What values of a type are called in messages.</summary>
    public static string Describe(Type type) =>
        type switch
        {
            _ when type == typeof(string) => "text",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(double) => "a number",
            _ when type == typeof(ulong) => "a whole number, 0 or greater",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ => $"one of {string.Join(", ", Names(type))}",
        };

    /// <summary>The words that an enum's values are written as; none for other types.</summary>
    public static IEnumerable<string> Names(Type type) => type.IsEnum ? Enum.GetNames(type).Select(KeyNames.Of) : [];

    private static double? ReadDouble(string text) =>
        double.TryParse(text, NumberStyles.Float, Invariant, out double number) && double.IsFinite(number) ? number : null;
}
