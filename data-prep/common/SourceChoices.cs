using System.Globalization;

namespace Trainer.Preparation.Common;

/// <summary>A source's options with the values that were chosen.</summary>
public sealed class SourceChoices
{
    private readonly SortedDictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>Fills in what was not chosen.</summary>
    /// <param name="options">The options that there are.</param>
    /// <param name="chosen">Values by name; see <see cref="Problems"/>.</param>
    public SourceChoices(IReadOnlyList<SourceOption> options, IReadOnlyDictionary<string, string> chosen)
    {
        foreach (SourceOption option in options)
        {
            values[option.Name] = chosen.GetValueOrDefault(option.Name, option.Default);
        }
    }

    /// <summary>All values, in the order of their names.</summary>
    public IReadOnlyDictionary<string, string> All => values;

    /// <summary>What was chosen.</summary>
    public string this[string name] => values[name];

    /// <summary>What is wrong with a choice, one sentence each.</summary>
    public static IEnumerable<string> Problems(ISource source, IReadOnlyDictionary<string, string> chosen)
    {
        foreach ((string name, string value) in chosen)
        {
            SourceOption? option = source.Options.FirstOrDefault(each => each.Name == name);
            if (option is null)
            {
                string known = source.Options.Count == 0 ? "It has none." : $"It has: {string.Join(", ", source.Options.Select(each => each.Name))}.";
                yield return $"{source.Name} has no option '{name}'. {known}";
            }
            else if (!option.Allows(value))
            {
                yield return $"{source.Name}'s option {name} must be {option.Values}, but is '{value}'.";
            }
        }
    }

    /// <summary>A value as a number.</summary>
    public int Number(string name) => int.Parse(values[name], CultureInfo.InvariantCulture);
}
