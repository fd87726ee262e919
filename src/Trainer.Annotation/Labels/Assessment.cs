namespace Trainer.Annotation.Labels;

/// <summary>What an answer says of its picture, counted exactly.</summary>
/// <param name="Wrong">Different things that it claims and that are not so.</param>
/// <param name="Right">Different things that it claims and that are so.</param>
public sealed record Assessment(int Wrong, int Right);
