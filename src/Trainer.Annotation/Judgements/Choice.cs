using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trainer.Annotation.Judgements;

/// <summary>An answer to a question about two answers, whatever side each stood on.</summary>
[JsonConverter(typeof(KeyConverter<Choice>))]
public enum Choice
{
    /// <summary>Neither more than the other.</summary>
    Same,

    /// <summary>The pair's first answer.</summary>
    First,

    /// <summary>The pair's second answer.</summary>
    Second,
}

/// <summary>What is asked about each pair, in this order.</summary>
[JsonConverter(typeof(KeyConverter<Question>))]
public enum Question
{
    /// <summary>Which answer has more hallucinated content?</summary>
    Hallucination,

    /// <summary>Which answer is more helpful, apart from that?</summary>
    Helpfulness,
}

/// <summary>Where an answer stands on the page.</summary>
[JsonConverter(typeof(KeyConverter<Side>))]
public enum Side
{
    /// <summary>Neither.</summary>
    Same,

    /// <summary>The left answer, or the upper one on a narrow page.</summary>
    Left,

    /// <summary>The right answer, or the lower one.</summary>
    Right,
}

/// <summary>Writes values as words, and reads nothing but them.</summary>
/// <typeparam name="T">The values.</typeparam>
internal sealed class KeyConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
