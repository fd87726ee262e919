using System.Text.Json;
using Trainer.Data.Records;

namespace Trainer.Serving.Protocol;

/// <summary>The messages of a request.</summary>
/// <param name="Turns">What was said; every picture has its mark in front of the words.</param>
/// <param name="Pictures">Encoded pictures, in the order of their marks.</param>
internal sealed record Messages(IReadOnlyList<Turn> Turns, IReadOnlyList<EncodedPicture> Pictures)
{
    private const string Name = "messages";

    /// <summary>Reads messages.</summary>
    /// <param name="request">The request's fields.</param>
    /// <param name="limits">How much they may hold.</param>
    /// <exception cref="ApiException">Something is wrong with them.</exception>
    internal static Messages Read(JsonFields request, ServingOptions limits)
    {
        IReadOnlyList<(JsonElement Value, string Path)> messages = request.List(Name) ?? throw ApiException.Invalid(Name, "is missing.");
        var pictures = new List<EncodedPicture>();
        Turn[] turns = [.. messages.Select(message => ReadMessage(message.Value, message.Path, pictures, limits))];
        RequireOrder(turns);
        return new Messages(turns, pictures);
    }

    private static Turn ReadMessage(JsonElement message, string path, List<EncodedPicture> pictures, ServingOptions limits)
    {
        var fields = new JsonFields(message, path);
        Speaker speaker = fields.Text("role") switch
        {
            "system" or "developer" => Speaker.System,
            "user" => Speaker.Human,
            "assistant" => Speaker.Gpt,
            var other => throw ApiException.Invalid($"{path}.role", $"must be system, user or assistant, but is {other ?? "missing"}."),
        };
        var content = new ContentReader($"{path}.content", speaker == Speaker.Human, pictures, limits);
        string text = content.Read(fields.Take("content"));
        fields.Take("name");
        fields.Take("refusal");
        fields.RequireNothingElse("role, content and name");
        return new Turn(speaker, text);
    }

    private static void RequireOrder(Turn[] turns)
    {
        int first = turns is [{ From: Speaker.System }, ..] ? 1 : 0;
        for (int i = first; i < turns.Length; i++)
        {
            bool isHumans = (i - first) % 2 == 0;
            if (turns[i].From != (isHumans ? Speaker.Human : Speaker.Gpt))
            {
                throw ApiException.Invalid($"{Name}[{i}].role", $"must be {(isHumans ? "user" : "assistant")}: after at most one system message, user and assistant take turns.");
            }
        }

        if (turns.Length == first || turns[^1].From != Speaker.Human)
        {
            throw ApiException.Invalid(Name, "must end with a message of the user.");
        }
    }
}

/// <summary>A picture of a request.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Bytes">JPEG, PNG or the like.</param>
internal sealed record EncodedPicture(string Path, byte[] Bytes);
