namespace Trainer.Evaluation.Benchmarks.LlavaBench;

/// <summary>A question of LLaVA-Bench with what its judge is told.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Image">Name of the picture's file.</param>
/// <param name="Text">The question.</param>
/// <param name="Category"><c>conv</c>, <c>detail</c> or <c>complex</c>.</param>
/// <param name="Reference">GPT-4's answer, which it gave from the context alone.</param>
/// <param name="Context">What the judge, who sees no picture, is told of it.</param>
/// <param name="Rule">How to judge answers of this category.</param>
public sealed record LlavaBenchItem(string Id, string Image, string Text, string Category, string Reference, string Context, JudgeRule Rule);

/// <summary>A rule for judging.</summary>
/// <param name="Role">What the two sides are called.</param>
/// <param name="Prompt">What the judge is asked to do.</param>
public sealed record JudgeRule(string Role, string Prompt);
