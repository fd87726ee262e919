namespace Trainer.Recipes;

/// <summary>Options with rules that their types alone can't express: ranges, and fields that must agree.</summary>
public interface IValidatable
{
    /// <summary>Everything that is wrong, with keys relative to these options. <see cref="Must"/> states the usual rules.</summary>
    IEnumerable<Problem> Problems();
}
