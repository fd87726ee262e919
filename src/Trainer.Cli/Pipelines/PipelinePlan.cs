using System.Globalization;
using System.Text.RegularExpressions;
using Trainer.Recipes;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Pipelines;

/// <summary>Writes a pipeline's steps out: a step for each value, with placeholders filled in and needs found.</summary>
internal sealed partial class PipelinePlan
{
    private readonly PipelineRecipe recipe;
    private readonly List<PipelineStep> steps = [];
    private readonly List<Problem> problems = [];

    private PipelinePlan(PipelineRecipe recipe) => this.recipe = recipe;

    private string Shared => recipe.SharedDir ?? recipe.OutputDir;

    /// <summary>The steps in order, or what is wrong with them.</summary>
    internal static (IReadOnlyList<PipelineStep> Steps, IReadOnlyList<Problem> Problems) Of(PipelineRecipe recipe)
    {
        var plan = new PipelinePlan(recipe);
        for (int i = 0; i < recipe.Steps.Count; i++)
        {
            plan.Add(recipe.Steps[i], i);
        }

        return (plan.steps, plan.problems);
    }

    private void Add(StepOptions options, int index)
    {
        int count = options.ForEach.Count == 0 ? 1 : options.ForEach.First().Value.Count;
        StepSetting?[] settings = options.Vary.Count == 0 ? [null] : [.. StepSetting.Of(options)];
        PipelineStep?[] made = [.. Enumerable.Range(0, count).SelectMany(i => settings.Select(setting =>
            Create(options, index, options.ForEach.ToDictionary(name => name.Key, name => name.Value[i]), setting)))];
        // Only now, because steps of one group don't need one another.
        steps.AddRange(made.OfType<PipelineStep>());
    }

    private PipelineStep? Create(StepOptions options, int index, Dictionary<string, string> values, StepSetting? setting)
    {
        string key = $"steps[{index}]";
        string name = string.Join('-', [options.Name, .. values.Values.Take(1), .. setting is null ? Array.Empty<string>() : [setting.Name]]);
        var places = new Placeholders(values, new Placeholders(recipe.Values, PlacesOf(options, name)));
        RequireName(name, $"{key}.name");
        IReadOnlyList<string>? words = Try($"{key}.run", () => places.Words(options.Run));
        IReadOnlyList<string>? makes = Try($"{key}.makes", () => options.Makes.Select(places.Fill).ToArray());
        IReadOnlyList<string>? needs = Try($"{key}.needs", () => NeedsOf(options, index, places));
        return words is null || makes is null || needs is null ? null : new PipelineStep
        {
            Name = name,
            Group = options.Name,
            Setting = setting,
            Key = key,
            Words = setting?.ApplyTo(words) ?? words,
            Needs = needs,
            Makes = makes,
            Root = options.Shared ? Shared : recipe.OutputDir,
        };
    }

    private void RequireName(string name, string key)
    {
        if (!NamePattern().IsMatch(name) || name == StepRecord.FolderName)
        {
            problems.Add(new Problem(key, $"must be made of letters, digits, '-', '_' and '.', begin with a letter or digit, and not be '{StepRecord.FolderName}', but is '{name}'."));
        }
        else if (steps.Any(step => step.Name == name))
        {
            problems.Add(new Problem(key, $"is '{name}', as is that of a step above. Records and folders are kept by name."));
        }
    }

    /// <summary>A shared step knows neither the pipeline's folder nor its seed, which would be another pipeline's next time.</summary>
    private Placeholders PlacesOf(StepOptions options, string name)
    {
        var places = new Dictionary<string, string> { ["shared"] = Shared, ["here"] = Path.Combine(options.Shared ? Shared : recipe.OutputDir, name) };
        if (!options.Shared)
        {
            places["out"] = recipe.OutputDir;
            places["seed"] = recipe.Seed.ToString(CultureInfo.InvariantCulture);
        }

        return new Placeholders(places);
    }

    private T? Try<T>(string key, Func<T> fill)
        where T : class
    {
        try
        {
            return fill();
        }
        catch (FormatException error)
        {
            problems.Add(new Problem(key, error.Message));
            return null;
        }
    }

    private string[] NeedsOf(StepOptions options, int index, Placeholders places)
    {
        IEnumerable<string> names = options.Needs?.Select(places.Fill) ?? (index == 0 ? [] : [recipe.Steps[index - 1].Name]);
        PipelineStep[] needs = [.. names.SelectMany(Find).Distinct()];
        return options.Shared && needs.FirstOrDefault(step => step.Root != Shared) is { } own
            ? throw new FormatException($"names '{own.Name}', which is not shared: another pipeline's would differ. Set shared: true there, or leave it out here.")
            : [.. needs.Select(step => step.Name)];
    }

    private PipelineStep[] Find(string name)
    {
        PipelineStep[] found = [.. steps.Where(step => step.Name == name || step.Group == name)];
        return found.Length > 0 || IsBroken(name) ? found : throw new FormatException(recipe.Steps.Any(step => step.Name == name)
            ? $"names '{name}', which does not stand above. Steps run in their order, so that none waits for itself."
            : $"names '{name}', but the steps above are {(steps.Count == 0 ? "none" : string.Join(", ", steps.Select(step => step.Name)))}.");
    }

    /// <summary>Whether a step of this name has been refused already, which is problem enough.</summary>
    private bool IsBroken(string name) => problems
        .Select(problem => problem.Key.Split(['[', ']']))
        .Any(parts => recipe.Steps[int.Parse(parts[1], CultureInfo.InvariantCulture)].Name == name);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]*\z")]
    private static partial Regex NamePattern();
}
