namespace Trainer.Data.Text;

/// <summary>A piece of a rendered conversation.</summary>
/// <param name="Text">Its characters.</param>
/// <param name="IsTrained">Whether the model learns to say it.</param>
public readonly record struct TemplateSpan(string Text, bool IsTrained);
