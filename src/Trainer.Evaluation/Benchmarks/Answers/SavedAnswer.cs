using System.Text.Json.Serialization;

namespace Trainer.Evaluation.Benchmarks.Answers;

/// <summary>An answer with all that is needed to score it again without the model: one line of an answers file.</summary>
/// <param name="QuestionId">Id of its question; in JSON a number where it is one, as other scorers expect.</param>
/// <param name="Image">The picture's file name.</param>
/// <param name="Prompt">What was asked.</param>
/// <param name="Answer">The model's text, unchanged.</param>
public sealed record SavedAnswer(
    [property: JsonConverter(typeof(QuestionIdConverter))] string QuestionId, string Image, string Prompt, string Answer);
