using Trainer.Scenes.World;

namespace Trainer.Scenes.Annotations;

/// <summary>
/// LLaVA-RLHF's <c>image_to_caption.json</c>: what its reward model is told of each picture. Captions stand under the file's name, rationales
/// under <c>aok_</c> and, beyond the original, the right choice under <c>choice_</c>.
/// </summary>
internal static class FactFile
{
    /// <summary>Writes the facts of a picture under the name of the same one, or of another to see what facts are worth.</summary>
    internal static void Write(string path, IEnumerable<(Scene Named, Scene Told)> scenes) => JsonFile.Write(path, json =>
    {
        json.WriteStartObject();
        foreach ((Scene named, Scene told) in scenes)
        {
            json.WriteList(named.FileName, SceneText.Captions(told), json.WriteStringValue);
            json.WriteList($"aok_{named.FileName}", SceneText.Rationales(told), json.WriteStringValue);
            json.WriteList($"choice_{named.FileName}", [$"{SceneText.PlaceQuestion} The right choice is {told.Context.Name}."], json.WriteStringValue);
        }

        json.WriteEndObject();
    });
}
