using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trainer.Data.Text;

/// <summary>Says a conversation template in the language that transformers reads, for messages whose content is a list of pictures and texts.</summary>
public static class JinjaTemplate
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The content of a <c>chat_template.json</c>.</summary>
    public static string File(ConversationTemplate template) => new JsonObject { ["chat_template"] = Of(template) }.ToJsonString() + "\n";

    /// <summary>The template as one expression after the other, so that no line break of its own gets into the text.</summary>
    public static string Of(ConversationTemplate template)
    {
        string question = $"{(template.SystemOpensFirstTurn ? $"{{% if not loop.first %}}{Text(template.UserStart)}{{% endif %}}" : Text(template.UserStart))}"
            + $"{{% for part in message['content'] if part['type'] == 'image' %}}{Text(template.DropsQuestionWords ? template.ImageMark : template.ImageMark + "\n")}{{% endfor %}}"
            + (template.DropsQuestionWords ? string.Empty : "{% for part in message['content'] if part['type'] == 'text' %}{{ part['text'] }}{% endfor %}")
            + Text(template.AnswerCue);
        string answer = $"{Text(template.AnswerStart)}{{% for part in message['content'] if part['type'] == 'text' %}}{{{{ part['text'] }}}}{{% endfor %}}{Text(template.AnswerEnd)}";
        return Text(template.SystemStart + template.System + template.SystemEnd)
            + $"{{% for message in messages %}}{{% if message['role'] == 'user' %}}{question}{{% else %}}{answer}{{% endif %}}{{% endfor %}}";
    }

    /// <summary>The same for messages whose content is one text, in which the caller has put what stands for a picture.</summary>
    public static string OfTexts(ConversationTemplate template)
    {
        const string content = "{{ message['content'] }}";
        string start = template.SystemOpensFirstTurn ? $"{{% if not loop.first %}}{Text(template.UserStart)}{{% endif %}}" : Text(template.UserStart);
        return Text(template.SystemStart + template.System + template.SystemEnd)
            + $"{{% for message in messages %}}{{% if message['role'] == 'user' %}}{start}{content}{Text(template.AnswerCue)}"
            + $"{{% else %}}{Text(template.AnswerStart)}{content}{Text(template.AnswerEnd)}{{% endif %}}{{% endfor %}}";
    }

    private static string Text(string text) => text.Length == 0 ? string.Empty : $"{{{{ {JsonSerializer.Serialize(text, Plain)} }}}}";
}
