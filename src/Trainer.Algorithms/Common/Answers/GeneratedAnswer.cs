using System.Text.Json.Serialization;

namespace Trainer.Algorithms.Common.Answers;

/// <summary>What the model said: one line of <c>answers.jsonl</c>. Filters work on it later, so that others can be tried without the model.</summary>
/// <param name="Record">The record's place in the run's list, from 0.</param>
/// <param name="Sample">Which of its answers, from 0.</param>
/// <param name="Id">The record's identifier, for readers.</param>
/// <param name="Tokens">The answer's tokens.</param>
/// <param name="Text">Its text, unchanged.</param>
internal sealed record GeneratedAnswer(int Record, int Sample, string Id, int Tokens, string Text);

/// <summary>First line of <c>answers.jsonl</c>.</summary>
/// <param name="Settings">Fingerprint of everything that the answers depend on.</param>
internal sealed record AnswerLogHeader(string Settings);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GeneratedAnswer))]
[JsonSerializable(typeof(AnswerLogHeader))]
internal sealed partial class AnswerJson : JsonSerializerContext;
