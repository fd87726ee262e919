namespace Trainer.Recipes.Options;

/// <summary>How several options are varied.</summary>
public enum VaryMode
{
    /// <summary>Each on its own, while the others stay as they are.</summary>
    OneAtATime,

    /// <summary>Every combination.</summary>
    Grid,
}

/// <summary>
/// One command line of a pipeline. <c>{out}</c>, <c>{shared}</c>, <c>{seed}</c>, <c>{here}</c> (the step's own folder) and the names
/// of <c>values</c> and <c>for_each</c> are replaced in <c>run</c>, <c>needs</c> and <c>makes</c>; <c>{{seed}}</c> is left as <c>{seed}</c>.
/// </summary>
public sealed record StepOptions : IValidatable
{
    /// <summary>Name of the step and of its folder in <c>output_dir</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What would follow <c>./trainer</c> on a command line. Single or double quotes keep a word with spaces together.</summary>
    public required string Run { get; init; }

    /// <summary>
    /// Makes a step of each value, <c>NAME-VALUE</c>: a name in braces and its values, such as <c>{model: [sft, dpo]}</c>. Further
    /// names go along with the first, value by value. A word that is nothing but such a name becomes as many words as the value has.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ForEach { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// Makes a step of each value, <c>NAME-OPTION_VALUE</c>, with the option changed in the command line or put behind it, and <c>NAME-default</c> as it is: options
    /// (<c>--top-p</c>) or a recipe's keys (<c>training.learning_rate</c>) and their values.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Vary { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether <c>vary</c> changes one thing at a time, or goes through all combinations.</summary>
    public VaryMode VaryMode { get; init; } = VaryMode.OneAtATime;

    /// <summary>Steps whose results this one reads; by default the one above. A name with <c>for_each</c> stands for all its steps.</summary>
    public IReadOnlyList<string>? Needs { get; init; }

    /// <summary>Files and folders, from the step's own folder, that later steps read. Where one changes or is missing, the step is done again.</summary>
    public IReadOnlyList<string> Makes { get; init; } = [];

    /// <summary>Puts the step's folder and record into <c>shared_dir</c>, where the same step of another pipeline finds it done.</summary>
    public bool Shared { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.HaveText(Name),
        .. Must.HaveText(Run),
        .. Must.That(
            ForEach.Keys.All(PipelineRecipe.IsOwnName), nameof(ForEach), $"must have {PipelineRecipe.OwnNames}, but has {string.Join(" and ", ForEach.Keys)}."),
        .. Must.That(
            ForEach.Values.All(values => values.Count == ForEach.First().Value.Count && values.Count > 0),
            nameof(ForEach),
            $"must have as many values for each name, at least one, but has {string.Join(" and ", ForEach.Values.Select(values => values.Count))}."),
        .. Must.That(Vary.Values.All(values => values.Count > 0), nameof(Vary), "must have at least one value for each option."),
    ];
}
