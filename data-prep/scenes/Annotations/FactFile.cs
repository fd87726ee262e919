using Trainer.Scenes.World;

namespace Trainer.Scenes.Annotations;

/// <summary>
/// LLaVA-RLHF's <c>image_to_caption.json</c>: what its reward model is told of each picture. Captions stand under the file's name, rationales
/// under <c>aok_</c> and, beyond the original, the right choice under <c>choice_</c>.
/// </summary>
internal static class FactFile
{
    internal static void Write(string path, IReadOnlyList<Scene> scenes) => JsonFile.Write(path, json =>
    {
        json.WriteStartObject();
        foreach (Scene scene in scenes)
        {
            json.WriteList(scene.FileName, SceneText.Captions(scene), json.WriteStringValue);
            json.WriteList($"aok_{scene.FileName}", SceneText.Rationales(scene), json.WriteStringValue);
            json.WriteList($"choice_{scene.FileName}", [$"{SceneText.PlaceQuestion} The right choice is {scene.Context.Name}."], json.WriteStringValue);
        }

        json.WriteEndObject();
    });
}
