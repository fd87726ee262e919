using System.Text.Json;

namespace Trainer.Scenes.Annotations;

/// <summary>LLaVA-Instruct conversations, and LLaVA-RLHF preferences made of the same turns.</summary>
internal static class LlavaFiles
{
    internal static void WriteConversations(string path, IEnumerable<Conversation> conversations) => JsonFile.Write(path, json =>
    {
        json.WriteStartArray();
        foreach (Conversation conversation in conversations)
        {
            json.WriteStartObject();
            WriteHead(json, conversation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Pairs of a true and a hallucinating description; the place of the better one is drawn.</summary>
    internal static void WritePreferences(string path, IEnumerable<(Conversation Better, string Worse)> pairs, Random random) => JsonFile.Write(path, json =>
    {
        json.WriteStartArray();
        foreach ((Conversation better, string worse) in pairs)
        {
            bool isFirst = random.Next(2) == 0;
            string good = better.Questions[^1].Answer;
            json.WriteStartObject();
            WriteHead(json, better);
            json.WritePropertyName("output_1");
            WriteTurn(json, "gpt", isFirst ? good : worse);
            json.WritePropertyName("output_2");
            WriteTurn(json, "gpt", isFirst ? worse : good);
            json.WriteNumber("preference", isFirst ? 1 : 2);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void WriteHead(Utf8JsonWriter json, Conversation conversation)
    {
        json.WriteString("id", conversation.Id);
        if (conversation.Image is { } image)
        {
            json.WriteString("image", image);
        }

        json.WriteStartArray("conversations");
        for (int i = 0; i < conversation.Questions.Count; i++)
        {
            bool showsImage = i == 0 && conversation.Image is not null;
            WriteTurn(json, "human", showsImage ? $"<image>\n{conversation.Questions[i].Text}" : conversation.Questions[i].Text);
            WriteTurn(json, "gpt", conversation.Questions[i].Answer);
        }

        json.WriteEndArray();
    }

    private static void WriteTurn(Utf8JsonWriter json, string from, string value)
    {
        json.WriteStartObject();
        json.WriteString("from", from);
        json.WriteString("value", value);
        json.WriteEndObject();
    }
}
