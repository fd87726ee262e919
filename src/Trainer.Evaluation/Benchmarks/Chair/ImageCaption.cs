namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>A model's description of a picture.</summary>
/// <param name="ImageId">COCO's number of the picture.</param>
/// <param name="Caption">The text.</param>
public sealed record ImageCaption(long ImageId, string Caption);
