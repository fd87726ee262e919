namespace Trainer.Scenes.Annotations;

/// <summary>BPO's source records: a prompt about a picture, and the annotated answer as the one completion so far.</summary>
internal static class BpoFile
{
    /// <summary>Share of prompts that ask for a description; the others are short questions about the same pictures.</summary>
    private const double DescriptionShare = 0.7;

    internal static void Write(string path, IEnumerable<SceneAnswers> annotated, Random random) => JsonFile.Write(path, json =>
    {
        json.WriteStartArray();
        foreach (SceneAnswers answers in annotated)
        {
            bool describes = random.NextDouble() < DescriptionShare;
            Question question = describes ? answers.Description : answers.Short[random.Next(answers.Short.Count)];
            json.WriteStartObject();
            json.WriteString("id", $"scenes-{answers.Scene.Id}");
            json.WriteString("image", answers.Scene.FileName);
            json.WriteString("prompt", question.Text);
            json.WriteList("completions", [question.Answer], answer =>
            {
                json.WriteStartObject();
                json.WriteString("response", answer);
                json.WriteNumber("score", 1);
                json.WriteString("type", "gt");
                json.WriteEndObject();
            });
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
