using Trainer.Modeling.Weights;
using Trainer.Scenes.Annotations;
using Trainer.Scenes.World;
using Trainer.Torch;

namespace Trainer.Scenes;

/// <summary>Writes the embedded world as the files of the real datasets, so that nothing downstream knows that it is small.</summary>
public static class ScenesDataset
{
    /// <summary>Writes pictures and annotations. The same options write the same bytes.</summary>
    /// <param name="options">Where, how many, which seed.</param>
    /// <param name="progress">Is told how many pictures are done.</param>
    public static ScenesStatistics Write(ScenesOptions options, IProgress<int>? progress = null)
    {
        var root = new RandomRoot(options.Seed);
        var sampler = new SceneSampler(root.Managed("scenes"));
        Scene[] scenes = [.. Enumerable.Range(1, options.Images).Select(sampler.Next)];
        int held = Math.Max(1, (int)Math.Round(options.Images * options.ValidationShare));
        Scene[] train = scenes[..^held];
        Scene[] validation = scenes[^held..];
        WriteImages(options.Directory, scenes, progress);
        WriteSplit(options.Directory, "train", train, root);
        WriteSplit(options.Directory, "val", validation, root);
        ScenesStatistics statistics = WriteConversations(options.Directory, train, validation, root);
        AtomicFile.WriteText(Path.Combine(options.Directory, "README.md"), DatasetCard.Text(options, statistics));
        return statistics;
    }

    private static void WriteImages(string directory, Scene[] scenes, IProgress<int>? progress)
    {
        string folder = Path.Combine(directory, "images");
        Directory.CreateDirectory(folder);
        var renderer = new SceneRenderer();
        int done = 0;
        Parallel.ForEach(scenes, scene =>
        {
            File.WriteAllBytes(Path.Combine(folder, scene.FileName), renderer.Render(scene));
            progress?.Report(Interlocked.Increment(ref done));
        });
    }

    private static void WriteSplit(string directory, string split, Scene[] scenes, RandomRoot root)
    {
        string Annotation(string name) => Path.Combine(directory, "annotations", $"{name}_{split}.json");
        CocoFiles.WriteInstances(Annotation("instances"), scenes);
        CocoFiles.WriteCaptions(Annotation("captions"), scenes);
        var person = new Annotator(root.Managed($"vqa-{split}"), hallucinates: false);
        VqaFiles.Write(
            Path.Combine(directory, "vqa", $"questions_{split}.json"),
            Path.Combine(directory, "vqa", $"annotations_{split}.json"),
            [.. scenes.Select(scene => (scene, person.ShortQuestions(scene)))]);
        AokvqaFile.Write(Path.Combine(directory, "aokvqa", $"aokvqa_{split}.json"), split, scenes, root.Managed($"aokvqa-{split}"));
        FlickrFile.Write(Path.Combine(directory, "flickr30k", $"results_{split}.token"), scenes);
    }

    private static ScenesStatistics WriteConversations(string directory, Scene[] train, Scene[] validation, RandomRoot root)
    {
        string Llava(string name) => Path.Combine(directory, "llava", $"llava_instruct_{name}.json");
        var writer = new Annotator(root.Managed("written"), hallucinates: true);
        var person = new Annotator(root.Managed("careful"), hallucinates: false);
        SceneAnswers[] written = [.. train.Select(writer.Answer)];
        LlavaFiles.WriteConversations(Llava("written"), written.SelectMany(answers => answers.Conversations));
        LlavaFiles.WriteConversations(Llava("careful"), train.Select(person.Answer).SelectMany(answers => answers.Conversations));
        LlavaFiles.WritePreferences(Path.Combine(directory, "preferences", "llava_preference.json"), Pairs(train, person, writer), root.Managed("order"));
        return ScenesStatistics.Of(written, validation);
    }

    private static IEnumerable<(Conversation Better, string Worse)> Pairs(Scene[] scenes, Annotator person, Annotator writer) => scenes
        .Select(scene => (Better: new Conversation($"{scene.Id}-pair", scene.FileName, [person.Describe(scene)]), Worse: writer.Describe(scene).Answer))
        .Where(pair => pair.Better.Questions[0].Answer != pair.Worse);
}
