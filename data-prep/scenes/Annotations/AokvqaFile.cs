using Trainer.Scenes.World;

namespace Trainer.Scenes.Annotations;

/// <summary>A-OKVQA's records: a question with four choices and three rationales.</summary>
internal static class AokvqaFile
{
    private const int Choices = 4;

    internal static void Write(string path, string split, IReadOnlyList<Scene> scenes, Random random) => JsonFile.Write(path, json =>
    {
        json.WriteStartArray();
        foreach (Scene scene in scenes)
        {
            string place = scene.Context.Name;
            string[] choices = [.. SceneWorld.Contexts.Select(context => context.Name).Where(name => name != place)];
            random.Shuffle(choices);
            choices = [place, .. choices.Take(Choices - 1)];
            random.Shuffle(choices);
            json.WriteStartObject();
            json.WriteString("split", split);
            json.WriteNumber("image_id", scene.Id);
            json.WriteString("question_id", $"scene{scene.Id}");
            json.WriteString("question", SceneText.PlaceQuestion);
            json.WriteList("choices", choices, json.WriteStringValue);
            json.WriteNumber("correct_choice_idx", Array.IndexOf(choices, place));
            json.WriteList("direct_answers", Enumerable.Repeat(place, 10), json.WriteStringValue);
            json.WriteBoolean("difficult_direct_answer", false);
            json.WriteList("rationales", SceneText.Rationales(scene), json.WriteStringValue);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
