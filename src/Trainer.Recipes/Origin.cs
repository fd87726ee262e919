namespace Trainer.Recipes;

/// <summary>Where a value was written, so that a message can send its reader there.</summary>
/// <param name="Line">Line of the recipe, from 1.</param>
/// <param name="Override">The whole override, such as <c>dpo.beta=0.2</c>, when the value came from one.</param>
public readonly record struct Origin(int Line, string? Override = null)
{
    /// <summary><c>line 6</c>, or <c>override dpo.beta=0.2</c>.</summary>
    public override string ToString() => Override is null ? $"line {Line}" : $"override {Override}";
}
