using System.Globalization;

namespace Trainer.Preparation.Common;

/// <summary>Something a user may choose about a source.</summary>
/// <param name="Name">As in <c>--option name=value</c>.</param>
/// <param name="Description">What it does.</param>
/// <param name="Default">The value of those who choose nothing.</param>
public sealed record SourceOption(string Name, string Description, string Default)
{
    /// <summary>The values that there are; empty for a number.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>Least number.</summary>
    public int Least { get; private init; }

    /// <summary>Greatest number.</summary>
    public int Most { get; private init; }

    /// <summary>One of several words, of which the first is the default.</summary>
    public static SourceOption Choice(string name, string description, params IReadOnlyList<string> choices) =>
        new(name, description, choices[0]) { Choices = choices };

    /// <summary>A whole number.</summary>
    public static SourceOption Number(string name, string description, int value, int least, int most) =>
        new(name, description, value.ToString(CultureInfo.InvariantCulture)) { Least = least, Most = most };

    /// <summary>What may be given, for messages and lists.</summary>
    public string Values => Choices.Count > 0 ? string.Join('|', Choices) : $"{Least} to {Most}";

    /// <summary>Whether a value is one of those.</summary>
    public bool Allows(string value) => Choices.Count > 0
        ? Choices.Contains(value)
        : int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number >= Least && number <= Most;
}
