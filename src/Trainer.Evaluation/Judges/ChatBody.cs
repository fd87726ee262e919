using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trainer.Evaluation.Judges;

/// <summary>Requests and replies of OpenAI's chat completions as JSON.</summary>
internal static class ChatBody
{
    /// <summary>The body of a request; equal requests give equal bytes.</summary>
    internal static string Write(string model, JudgeRequest request)
    {
        var messages = new JsonArray();
        if (request.System is not null)
        {
            messages.Add(Message("system", request.System));
        }

        messages.Add(Message("user", Content(request)));
        return new JsonObject
        {
            ["model"] = model,
            ["messages"] = messages,
            ["temperature"] = request.Temperature,
            ["max_tokens"] = request.MaxTokens,
        }.ToJsonString();
    }

    /// <summary>The verdict in a reply; null where there is none.</summary>
    internal static JudgeVerdict? Read(string body, string model)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            JsonElement content = root.GetProperty("choices")[0].GetProperty("message").GetProperty("content");
            string? said = root.TryGetProperty("model", out JsonElement name) ? name.GetString() : null;

            // A refusal may have no content. It is a verdict that can't be read, not a fault of the line.
            return new JudgeVerdict(content.GetString() ?? "", said ?? model);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static JsonObject Message(string role, JsonNode content) => new() { ["role"] = role, ["content"] = content };

    private static JsonNode Content(JudgeRequest request) => request.Images.Count == 0
        ? JsonValue.Create(request.User)
        : new JsonArray([Text(request.User), .. request.Images.Select(Picture)]);

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Picture(string path) => new()
    {
        ["type"] = "image_url",
        ["image_url"] = new JsonObject { ["url"] = $"data:{MediaType(path)};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}" },
    };

    private static string MediaType(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".PNG" => "image/png",
        ".WEBP" => "image/webp",
        ".GIF" => "image/gif",
        _ => "image/jpeg",
    };
}
