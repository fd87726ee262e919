using System.Text.Json;
using Trainer.Scenes.World;

namespace Trainer.Scenes.Annotations;

/// <summary>COCO's <c>instances_*.json</c> and <c>captions_*.json</c>.</summary>
internal static class CocoFiles
{
    internal static void WriteInstances(string path, IReadOnlyList<Scene> scenes) => JsonFile.Write(path, json =>
    {
        json.WriteStartObject();
        WriteImages(json, scenes);
        int id = 0;
        json.WriteList("annotations", scenes.SelectMany(scene => scene.Objects, (scene, item) => (scene, item)), entry =>
        {
            json.WriteStartObject();
            json.WriteNumber("id", ++id);
            json.WriteNumber("image_id", entry.scene.Id);
            json.WriteNumber("category_id", entry.item.Category.Id);
            json.WriteList("bbox", new[] { entry.item.X, entry.item.Y, entry.item.Size, entry.item.Size }, json.WriteNumberValue);
            json.WriteNumber("area", entry.item.Size * entry.item.Size);
            json.WriteNumber("iscrowd", 0);
            json.WriteEndObject();
        });
        json.WriteList("categories", SceneWorld.Categories.OrderBy(category => category.Id), category =>
        {
            json.WriteStartObject();
            json.WriteNumber("id", category.Id);
            json.WriteString("name", category.Name);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    });

    internal static void WriteCaptions(string path, IReadOnlyList<Scene> scenes) => JsonFile.Write(path, json =>
    {
        json.WriteStartObject();
        WriteImages(json, scenes);
        int id = 0;
        json.WriteList("annotations", scenes.SelectMany(SceneText.Captions, (scene, caption) => (scene, caption)), entry =>
        {
            json.WriteStartObject();
            json.WriteNumber("id", ++id);
            json.WriteNumber("image_id", entry.scene.Id);
            json.WriteString("caption", entry.caption);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    });

    private static void WriteImages(Utf8JsonWriter json, IReadOnlyList<Scene> scenes) => json.WriteList("images", scenes, scene =>
    {
        json.WriteStartObject();
        json.WriteNumber("id", scene.Id);
        json.WriteString("file_name", scene.FileName);
        json.WriteNumber("width", SceneSampler.ImageSize);
        json.WriteNumber("height", SceneSampler.ImageSize);
        json.WriteEndObject();
    });
}
