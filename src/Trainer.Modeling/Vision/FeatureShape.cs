namespace Trainer.Modeling.Vision;

/// <summary>Sizes of a tower's features of one picture.</summary>
/// <param name="Tokens">How many vectors.</param>
/// <param name="Width">Numbers of each.</param>
public readonly record struct FeatureShape(int Tokens, int Width);
