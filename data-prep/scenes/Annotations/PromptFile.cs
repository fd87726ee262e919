using Trainer.Data.Rewards;
using Trainer.Scenes.World;

namespace Trainer.Scenes.Annotations;

/// <summary>
/// LLaVA-RLHF's prompts for reinforcement learning: of each picture a request to describe it and a yes/no question whose truth is known. The
/// questions with choices are left out: answers here give words, and the rule that checks them reads letters.
/// </summary>
internal static class PromptFile
{
    internal static void Write(string path, IReadOnlyList<AskedScene> scenes) => JsonFile.Write(path, json =>
    {
        json.WriteStartArray();
        foreach ((Scene scene, Question question) in scenes.SelectMany(asked => Questions(asked).Select(question => (asked.Scene, question))))
        {
            json.WriteStartObject();
            json.WriteString("id", $"{scene.Id}-{(question.Category is null ? "describe" : "yes-no")}");
            json.WriteString("image", scene.FileName);
            json.WriteList("conversations", [question], each =>
            {
                json.WriteStartObject();
                json.WriteString("from", "human");
                json.WriteString("value", $"<image>\n{each.Text}");
                json.WriteEndObject();
            });
            json.WriteNumber("caption_type", (int)TypeOf(question));
            json.WriteNumber("length_bonus", question.Category is null ? 1 : 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static IEnumerable<Question> Questions(AskedScene asked)
    {
        IReadOnlyList<Question> known = asked.YesNo.Questions;
        return [new Question(SceneText.DescribePrompt, string.Empty), known[asked.Scene.Id % known.Count]];
    }

    private static CaptionType TypeOf(Question question) =>
        question.Category is null ? CaptionType.General : question.Answer == "Yes" ? CaptionType.Yes : CaptionType.No;
}
