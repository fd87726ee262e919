using System.Text.Json.Serialization;

namespace Trainer.Annotation.Judgements;

/// <summary>What an annotator does.</summary>
[JsonConverter(typeof(KeyConverter<Act>))]
internal enum Act
{
    /// <summary>A pair is put before them.</summary>
    Show,

    /// <summary>They answer a question.</summary>
    Mark,

    /// <summary>They pass a pair on.</summary>
    Skip,

    /// <summary>They take back their last mark; without one, the pair before is put before them again.</summary>
    Undo,
}

/// <summary>One line of an annotator's log.</summary>
/// <param name="Time">When.</param>
/// <param name="Act">What.</param>
/// <param name="Item">Number of the pair, from 0.</param>
/// <param name="Id">Its identifier, for readers.</param>
/// <param name="Left">The answer on the left.</param>
/// <param name="Question">The question that is answered.</param>
/// <param name="Choice">The answer to it.</param>
internal sealed record AnnotationEvent(DateTimeOffset Time, Act Act, int Item, string Id, Choice Left, Question? Question = null, Choice? Choice = null)
{
    /// <summary>Whether a log of so many pairs can hold it.</summary>
    internal bool IsSound(int items) => Item >= 0 && Item < items && Left != Judgements.Choice.Same && (Act != Act.Mark || (Question is not null && Choice is not null));
}

/// <summary>First line of an annotator's log.</summary>
/// <param name="Annotator">Who.</param>
/// <param name="Pairs">SHA-256 of the pairs.</param>
internal sealed record AnnotatorHeader(string Annotator, string Pairs);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AnnotationEvent))]
[JsonSerializable(typeof(AnnotatorHeader))]
internal sealed partial class LogJson : JsonSerializerContext;
