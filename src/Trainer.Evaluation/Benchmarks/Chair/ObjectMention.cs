namespace Trainer.Evaluation.Benchmarks.Chair;

/// <summary>A caption's mention of a COCO class.</summary>
/// <param name="Word">The words as they were read, such as <c>puppy</c> or <c>hot dog</c>.</param>
/// <param name="NodeWord">The class.</param>
/// <param name="Start">First character in the caption.</param>
/// <param name="Length">Characters.</param>
public sealed record ObjectMention(string Word, string NodeWord, int Start, int Length);
