namespace Trainer.Recipes.Options;

/// <summary>How <c>trainer sweep</c> compares the settings of a step that says <c>vary</c>.</summary>
public sealed record SweepOptions : IValidatable
{
    /// <summary>Name of the step. It prints a JSON object, such as <c>eval ... --json</c> does.</summary>
    public required string Step { get; init; }

    /// <summary>The figure in that object by which settings are compared, such as <c>f1</c> or <c>splits.adversarial.f1</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>Whether more is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => [.. Must.HaveText(Step), .. Must.HaveText(Metric)];
}
