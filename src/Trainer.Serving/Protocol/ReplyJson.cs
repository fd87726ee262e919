using System.Text.Json.Serialization;
using Trainer.Decoding;

namespace Trainer.Serving.Protocol;

/// <summary>What went wrong, as clients of OpenAI's API expect it.</summary>
/// <param name="Error">The error.</param>
internal sealed record ErrorReply(ErrorBody Error);

/// <summary>An error.</summary>
/// <param name="Message">For people.</param>
/// <param name="Type">Whose fault it is.</param>
/// <param name="Param">The part of the request.</param>
/// <param name="Code">A word for programs.</param>
internal sealed record ErrorBody(string Message, string Type, string? Param, string? Code);

/// <summary>An answer.</summary>
/// <param name="Id">Unlike every other answer's.</param>
/// <param name="Object">What this is.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="Model">Who answers.</param>
/// <param name="Choices">Its only version.</param>
/// <param name="Usage">Tokens.</param>
internal sealed record Completion(string Id, string Object, long Created, string Model, IReadOnlyList<Choice> Choices, Usage Usage);

/// <summary>A version of an answer.</summary>
/// <param name="Index">0.</param>
/// <param name="Message">What is said.</param>
/// <param name="FinishReason">Why it ends.</param>
internal sealed record Choice(int Index, Message Message, string FinishReason);

/// <summary>What a model says.</summary>
/// <param name="Role">assistant.</param>
/// <param name="Content">The text.</param>
internal sealed record Message(string Role, string Content);

/// <summary>Tokens of a prompt, pictures included, and of its answer.</summary>
/// <param name="PromptTokens">Of the prompt.</param>
/// <param name="CompletionTokens">Of the answer.</param>
/// <param name="TotalTokens">Of both.</param>
internal sealed record Usage(int PromptTokens, int CompletionTokens, int TotalTokens);

/// <summary>A piece of an answer.</summary>
/// <param name="Id">The answer's.</param>
/// <param name="Object">What this is.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="Model">Who answers.</param>
/// <param name="Choices">The piece; none beside the usage.</param>
/// <param name="Usage">Tokens, behind the last piece.</param>
internal sealed record Chunk(string Id, string Object, long Created, string Model, IReadOnlyList<ChunkChoice> Choices,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Usage? Usage = null);

/// <summary>A piece of a version.</summary>
/// <param name="Index">0.</param>
/// <param name="Delta">What is added.</param>
/// <param name="FinishReason">Why it ends here; null: it goes on.</param>
internal sealed record ChunkChoice(int Index, Delta Delta, string? FinishReason);

/// <summary>What a piece adds.</summary>
/// <param name="Role">Who speaks, in the first piece.</param>
/// <param name="Content">More text.</param>
internal sealed record Delta(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Content);

/// <summary>The models.</summary>
/// <param name="Object">What this is.</param>
/// <param name="Data">One entry for each.</param>
internal sealed record ModelList(string Object, IReadOnlyList<ModelEntry> Data);

/// <summary>A model.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Object">What this is.</param>
/// <param name="Created">When the server began, in seconds since 1970.</param>
/// <param name="OwnedBy">Nobody else.</param>
internal sealed record ModelEntry(string Id, string Object, long Created, string OwnedBy);

/// <summary>How answers can be generated.</summary>
/// <param name="Strategies">Names for <c>decoder.strategy</c>.</param>
internal sealed record DecoderList(IReadOnlyList<string> Strategies);

/// <summary>Whether the server works.</summary>
/// <param name="Status">ok.</param>
/// <param name="Requests">Requests that are here now.</param>
/// <param name="Waiting">Those of them that wait for a model.</param>
internal sealed record Health(string Status, int Requests, int Waiting);

/// <summary>How the API writes things.</summary>
internal static class Words
{
    /// <summary>Why an answer ended.</summary>
    internal static string Of(FinishReason reason) => reason == FinishReason.Length ? "length" : "stop";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(Completion))]
[JsonSerializable(typeof(Chunk))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(DecoderList))]
[JsonSerializable(typeof(Health))]
internal sealed partial class ReplyJson : JsonSerializerContext;
