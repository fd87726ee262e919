namespace Trainer.Scenes.Annotations;

/// <summary>A-OKVQA's records: a question with four choices and three rationales.</summary>
internal static class AokvqaFile
{
    internal static void Write(string path, string split, IEnumerable<AskedScene> asked) => JsonFile.Write(path, json =>
    {
        json.WriteStartArray();
        foreach ((AskedScene each, ChoiceQuestion question, int number) in asked.SelectMany(each => each.Choices.Select((question, i) => (each, question, i))))
        {
            json.WriteStartObject();
            json.WriteString("split", split);
            json.WriteNumber("image_id", each.Scene.Id);
            json.WriteString("question_id", $"scene{each.Scene.Id}-{number + 1}");
            json.WriteString("question", question.Text);
            json.WriteList("choices", question.Choices, json.WriteStringValue);
            json.WriteNumber("correct_choice_idx", question.Right);
            json.WriteList("direct_answers", Enumerable.Repeat(question.Answer, 10), json.WriteStringValue);
            json.WriteBoolean("difficult_direct_answer", false);
            json.WriteList("rationales", SceneText.Rationales(each.Scene), json.WriteStringValue);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
