using Trainer.Scenes.World;

namespace Trainer.Scenes.Annotations;

/// <summary>VQA-v2's questions and annotations, ten agreeing answers each.</summary>
internal static class VqaFiles
{
    private const int QuestionsPerImage = 1000;
    private const int Answers = 10;

    internal static void Write(string questionsPath, string annotationsPath, IReadOnlyList<(Scene Scene, IReadOnlyList<Question> Questions)> asked)
    {
        var all = asked
            .SelectMany(entry => entry.Questions.Select((question, i) => (entry.Scene, Question: question, Id: (entry.Scene.Id * QuestionsPerImage) + i)))
            .ToList();
        JsonFile.Write(questionsPath, json =>
        {
            json.WriteStartObject();
            json.WriteList("questions", all, entry =>
            {
                json.WriteStartObject();
                json.WriteNumber("image_id", entry.Scene.Id);
                json.WriteString("question", entry.Question.Text);
                json.WriteNumber("question_id", entry.Id);
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
        JsonFile.Write(annotationsPath, json =>
        {
            json.WriteStartObject();
            json.WriteList("annotations", all, entry =>
            {
                string answer = entry.Question.Answer.ToLowerInvariant();
                json.WriteStartObject();
                json.WriteString("question_type", string.Join(' ', entry.Question.Text.ToLowerInvariant().Split(' ').Take(2)));
                json.WriteString("multiple_choice_answer", answer);
                json.WriteList("answers", Enumerable.Range(1, Answers), id =>
                {
                    json.WriteStartObject();
                    json.WriteString("answer", answer);
                    json.WriteString("answer_confidence", "yes");
                    json.WriteNumber("answer_id", id);
                    json.WriteEndObject();
                });
                json.WriteNumber("image_id", entry.Scene.Id);
                json.WriteString("answer_type", answer is "yes" or "no" ? "yes/no" : char.IsDigit(answer[0]) ? "number" : "other");
                json.WriteNumber("question_id", entry.Id);
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
    }
}
