using Trainer.Recipes.Options;

namespace Trainer.Cli.Pipelines;

/// <summary>What a step changes for the sake of comparison: options or a recipe's keys with a value each.</summary>
/// <param name="Changes">The changes; none: the command line as it is.</param>
internal sealed record StepSetting(IReadOnlyList<KeyValuePair<string, string>> Changes)
{
    private const string OptionMark = "--";

    /// <summary>Such as <c>top_p_0.35</c>, or <c>default</c>.</summary>
    internal string Name => Changes.Count == 0 ? "default" : string.Join('-', Changes.Select(change => $"{NameOf(change.Key)}_{change.Value}"));

    /// <summary>All settings of a step, the default first; none where it varies nothing.</summary>
    internal static IReadOnlyList<StepSetting> Of(StepOptions step)
    {
        if (step.Vary.Count == 0)
        {
            return [];
        }

        IEnumerable<StepSetting> settings = step.VaryMode == VaryMode.Grid
            ? step.Vary.Aggregate(Enumerable.Repeat(new StepSetting([]), 1), (all, option) => all.SelectMany(setting => option.Value.Select(value => setting.With(option.Key, value))))
            : step.Vary.SelectMany(option => option.Value.Select(value => new StepSetting([]).With(option.Key, value)));
        return [new StepSetting([]), .. settings];
    }

    /// <summary>A command line with the changes: in the place of what it says of them, else behind it.</summary>
    internal IReadOnlyList<string> ApplyTo(IEnumerable<string> words)
    {
        List<string> changed = [.. words];
        foreach ((string key, string value) in Changes)
        {
            Change(changed, key, value);
        }

        return changed;
    }

    private static void Change(List<string> words, string key, string value)
    {
        bool isOption = key.StartsWith(OptionMark, StringComparison.Ordinal);
        string[] wanted = isOption ? [key, value] : [$"{key}={value}"];
        int place = words.FindIndex(word => isOption ? word == key : word.StartsWith($"{key}=", StringComparison.Ordinal));
        if (place >= 0)
        {
            words.RemoveRange(place, Math.Min(wanted.Length, words.Count - place));
        }

        words.InsertRange(place >= 0 ? place : words.Count, wanted);
    }

    private StepSetting With(string key, string value) => new([.. Changes, KeyValuePair.Create(key, value)]);

    /// <summary>An option's name as the field writes it: <c>top_p</c> for <c>--top-p</c>.</summary>
    private static string NameOf(string key) => key.TrimStart('-').Replace('-', '_');
}
