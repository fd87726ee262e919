using System.Text.RegularExpressions;
using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Data.Tests.Text;

public sealed class JinjaTemplateTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("llava_hf")]
    [InlineData("llava_v0")]
    public void Of_Template_SaysWhatItRenders(string name)
    {
        ConversationTemplate template = ConversationTemplates.ByName(name);
        Turn[] turns = [new(Speaker.Human, "<image>\nIs it?"), new(Speaker.Gpt, "Yes.")];

        string rendered = string.Concat(template.Render(turns).Select(span => span.Text));

        Assert.Equal(rendered, Follow(JinjaTemplate.Of(template)));
    }

    [Theory]
    [InlineData("v1", "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions. USER: Q ASSISTANT: A</s>")]
    [InlineData("llava_hf", "USER: Q ASSISTANT: A</s>")]
    public void OfTexts_Template_AsksWithTheWholeContent(string name, string expected)
    {
        string jinja = JinjaTemplate.OfTexts(ConversationTemplates.ByName(name));

        string followed = Regex.Match(jinja, "^(.*?){% for message in messages %}{% if message\\['role'\\] == 'user' %}(.*){% else %}(.*?){% endif %}{% endfor %}$") is { Success: true } parts
            ? parts.Groups[1].Value + parts.Groups[2].Value.Replace("{{ message['content'] }}", "Q", StringComparison.Ordinal) + parts.Groups[3].Value.Replace("{{ message['content'] }}", "A", StringComparison.Ordinal)
            : jinja;

        Assert.Equal(expected, Regex.Unescape(Regex.Replace(followed, "{{ \"(.*?)\" }}", "$1")));
    }

    /// <summary>Follows the few constructs that the template uses, for a question with a picture and an answer.</summary>
    private static string Follow(string jinja)
    {
        Match parts = Regex.Match(jinja, "^(.*?){% for message in messages %}{% if message\\['role'\\] == 'user' %}(.*){% else %}(.*?){% endif %}{% endfor %}$");
        string question = Regex.Replace(parts.Groups[2].Value, "{% for part in message\\['content'\\] if part\\['type'\\] == '\\w+' %}(.*?){% endfor %}", "$1");
        string answer = Regex.Replace(parts.Groups[3].Value, "{% for [^%]*%}|{% endfor %}", string.Empty);
        string text = parts.Groups[1].Value + question.Replace("{{ part['text'] }}", "Is it?", StringComparison.Ordinal) + answer.Replace("{{ part['text'] }}", "Yes.", StringComparison.Ordinal);
        return Regex.Unescape(Regex.Replace(text, "{{ \"(.*?)\" }}", "$1"));
    }
}
