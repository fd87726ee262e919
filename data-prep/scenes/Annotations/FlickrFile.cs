using Trainer.Modeling.Weights;
using Trainer.Scenes.World;

namespace Trainer.Scenes.Annotations;

/// <summary>Flickr30k's caption tokens: picture and number, a tab, the caption.</summary>
internal static class FlickrFile
{
    internal static void Write(string path, IReadOnlyList<Scene> scenes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteText(path, string.Concat(scenes.SelectMany(scene => SceneText.Captions(scene).Select((caption, i) => $"{scene.FileName}#{i}\t{caption}\n"))));
    }
}
