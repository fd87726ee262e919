using System.Text.Json.Serialization;
using Trainer.Annotation.Agreement;
using Trainer.Annotation.Judgements;

namespace Trainer.Annotation.Server;

/// <summary>A question about a pair is answered.</summary>
/// <param name="Item">Number of the pair.</param>
/// <param name="Question">Which question.</param>
/// <param name="Side">The answer.</param>
internal sealed record MarkRequest(int Item, Question Question, Side Side);

/// <summary>A pair is passed on, or the last mark is taken back.</summary>
/// <param name="Item">Number of the pair before the annotator; null: none is left.</param>
internal sealed record ItemRequest(int? Item);

/// <summary>What went wrong.</summary>
/// <param name="Error">For people.</param>
/// <param name="View">What the annotator is shown now, where their page shows something else.</param>
internal sealed record ErrorReply(string Error, AnnotatorView? View = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MarkRequest))]
[JsonSerializable(typeof(ItemRequest))]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(AnnotatorView))]
[JsonSerializable(typeof(AgreementReport))]
internal sealed partial class PageJson : JsonSerializerContext;
