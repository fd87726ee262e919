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
        WriteImages(options, scenes, progress);
        AskedScene[] asked = WriteSplit(options.Directory, "train", train, root);
        WriteSplit(options.Directory, "val", validation, root);
        WriteInstructions(options.Directory, asked, root.Managed("text-presence"));
        ScenesStatistics statistics = WriteConversations(options, train, validation, root);
        AtomicFile.WriteText(Path.Combine(options.Directory, "README.md"), DatasetCard.Text(options, statistics));
        return statistics;
    }

    private static void WriteImages(ScenesOptions options, Scene[] scenes, IProgress<int>? progress)
    {
        string folder = Path.Combine(options.Directory, "images");
        Directory.CreateDirectory(folder);
        var renderer = new SceneRenderer();
        int done = 0;
        Parallel.ForEach(scenes, scene =>
        {
            File.WriteAllBytes(Path.Combine(folder, scene.FileName), renderer.Render(scene, options.ImageSize));
            progress?.Report(Interlocked.Increment(ref done));
        });
    }

    private static AskedScene[] WriteSplit(string directory, string split, Scene[] scenes, RandomRoot root)
    {
        string Annotation(string name) => Path.Combine(directory, "annotations", $"{name}_{split}.json");
        CocoFiles.WriteInstances(Annotation("instances"), scenes);
        CocoFiles.WriteCaptions(Annotation("captions"), scenes);
        var person = new Annotator(root.Managed($"vqa-{split}"), hallucination: 0);
        var examiner = new Examiner(root.Managed($"aokvqa-{split}"));
        AskedScene[] asked = [.. scenes.Select(scene => new AskedScene(scene, person.ShortQuestions(scene), examiner.Ask(scene)))];
        VqaFiles.Write(
            Path.Combine(directory, "vqa", $"questions_{split}.json"),
            Path.Combine(directory, "vqa", $"annotations_{split}.json"),
            [.. asked.Select(each => (each.Scene, each.Short))]);
        AokvqaFile.Write(Path.Combine(directory, "aokvqa", $"aokvqa_{split}.json"), split, asked);
        FlickrFile.Write(Path.Combine(directory, "flickr30k", $"results_{split}.token"), scenes);
        return asked;
    }

    /// <summary>The datasets of questions and captions as conversations, in the mixture that LLaVA-RLHF calls SFT+.</summary>
    private static void WriteInstructions(string directory, AskedScene[] asked, Random random)
    {
        string llava = Path.Combine(directory, "llava");
        LlavaFiles.WriteConversations(Path.Combine(llava, "vqa_yes_no.json"), asked.Select(each => each.YesNo));
        LlavaFiles.WriteConversations(Path.Combine(llava, "text_presence.json"), asked.Select(new BlindQuestions(random).Ask));
        LlavaFiles.WriteConversations(Path.Combine(llava, "aokvqa_choices.json"), asked.Select(each => each.MultipleChoice));
        LlavaFiles.WriteConversations(Path.Combine(llava, "flickr_captions.json"), asked.Select(each => each.Captioned));
        PromptFile.Write(Path.Combine(directory, "ppo", "ppo_prompts.json"), asked);
    }

    private static ScenesStatistics WriteConversations(ScenesOptions options, Scene[] train, Scene[] validation, RandomRoot root)
    {
        string Llava(string name) => Path.Combine(options.Directory, "llava", $"{name}.json");
        SceneAnswers[] Answers(string name, double hallucination)
        {
            var annotator = new Annotator(root.Managed(name), hallucination);
            SceneAnswers[] answers = [.. train.Select(annotator.Answer)];
            LlavaFiles.WriteConversations(Llava($"llava_instruct_{name}"), answers.SelectMany(each => each.Conversations));
            return answers;
        }

        SceneAnswers[] written = Answers("written", 1);
        Answers("careful", 0);
        SceneAnswers[] annotated = Answers("annotated", options.AnnotatedShare);
        var rewriter = new Rewriter(root.Managed("rewrites"), new Annotator(root.Managed("rewritten"), options.AnnotatedShare));
        LlavaFiles.WriteConversations(Llava("text_rewrites"), train.Select(rewriter.Rewrite));
        LlavaFiles.WriteConversations(Llava("caption_reading"), train.SelectMany(new ReadingExercise(root.Managed("reading")).Ask));
        BpoFile.Write(Path.Combine(options.Directory, "bpo", "bpo_source.json"), annotated, root.Managed("bpo"));
        string preferences = Path.Combine(options.Directory, "preferences");
        LlavaFiles.WritePreferences(Path.Combine(preferences, "llava_preference.json"), Pairs(written), root.Managed("order"));
        LlavaFiles.WritePreferences(Path.Combine(preferences, "exchanged_preference.json"), Exchanges(train, root.Managed("exchanges")), root.Managed("exchange-order"));
        LlavaFiles.WritePreferences(
            Path.Combine(preferences, "exchanged_preference_val.json"), Exchanges(validation, root.Managed("exchanges-val")), root.Managed("exchange-order-val"));
        WriteFacts(preferences, [.. train, .. validation]);
        return ScenesStatistics.Of(written, annotated, validation);
    }

    /// <summary>What is so of every picture, and for comparison what is so of the next one.</summary>
    private static void WriteFacts(string folder, Scene[] scenes)
    {
        FactFile.Write(Path.Combine(folder, "image_to_caption.json"), scenes.Zip(scenes));
        FactFile.Write(Path.Combine(folder, "image_to_other_caption.json"), scenes.Zip([.. scenes[1..], scenes[0]]));
    }

    private static IEnumerable<(Conversation Better, string Worse)> Pairs(SceneAnswers[] written) => written
        .Where(answers => answers.Hallucinates)
        .Select(answers => (TrueDescription(answers.Scene, "pair"), answers.Description.Answer));

    private static IEnumerable<(Conversation Better, string Worse)> Exchanges(Scene[] scenes, Random random)
    {
        var alteration = new Alteration(random);
        return scenes.Select(scene => (TrueDescription(scene, "exchange"), SceneText.Description(alteration.Exchange(scene))));
    }

    private static Conversation TrueDescription(Scene scene, string kind) =>
        new($"{scene.Id}-{kind}", scene.FileName, [new Question(SceneText.DescribePrompt, SceneText.Description(scene))]);
}
