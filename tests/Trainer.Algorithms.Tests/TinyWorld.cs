using System.Collections.Concurrent;
using Trainer.Data.Batches;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.TestKit;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Tests;

/// <summary>A tiny checkpoint with its tokenizer, and conversations and pairs of answers about pictures, all as files.</summary>
internal sealed class TinyWorld : IDisposable
{
    private const int Records = 12;
    private const int ImageSize = 8;
    private static readonly string[] Animals = ["cat", "dog", "horse"];
    private readonly TemporaryDirectory folder = new();

    internal TinyWorld()
    {
        string text = folder.Write("text.txt", string.Join('\n', Animals.Select(animal => $"A picture of a {animal}. USER: what is it? ASSISTANT:")));
        Directory.CreateDirectory(ModelPath);
        TokenizerTraining.Train(text, Path.Combine(ModelPath, "tokenizer.model"), new TokenizerTrainingOptions { VocabularySize = 320, RequireExactSize = false });
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(ModelPath);
        using var stream = new RandomStream(seed: 4);
        using LlavaModel model = LlavaModel.Initialize(Config(tokenizer.VocabularySize), stream, Placement.CpuFloat);
        LlavaCheckpoint.Save(model, ModelPath);
        for (int animal = 0; animal < Animals.Length; animal++)
        {
            folder.Write($"{animal}.png", "never decoded");
        }

        folder.Write("pairs.jsonl", string.Join('\n', Enumerable.Range(0, Records).Select(Pair)) + "\n");
        folder.Write("judged.jsonl", string.Join('\n', Enumerable.Range(0, 2 * Records).Where(index => index % 4 != 3).Select(Pair)) + "\n");
        folder.Write("facts.json", string.Concat("{", string.Join(", ", Animals.Select((animal, index) => $"\"{index}.png\": [\"a {animal}\", \"one {animal}\"]")), "}"));
        folder.Write("prompts.json", $"[{string.Join(", ", Enumerable.Range(0, Records).Select(Question))}]");
        folder.Write("records.jsonl", string.Join('\n', Enumerable.Range(0, Records).Select(Record)) + "\n");
    }

    internal string ModelPath => Path.Combine(folder.Path, "base");

    internal string PathOf(string name) => Path.Combine(folder.Path, name);

    /// <summary>Writes a recipe whose run goes to a folder of the given name.</summary>
    internal string Recipe(string run, string model, string training) => folder.Write($"{run}.yaml", $$"""
        stage: sft
        output_dir: {{PathOf(run)}}
        model: { model_name_or_path: {{ModelPath}}, {{model}} }
        data: { datasets: [{ path: {{PathOf("records.jsonl")}} }], max_length: 200, val_size: 2 }
        training: { per_device_train_batch_size: 3, learning_rate: 1.0e-2, {{training}} }
        """);

    /// <summary>The same for pairs of answers; every fourth pair is about no picture.</summary>
    internal string PairRecipe(string run, string model, string training, string dpo) => folder.Write($"{run}.yaml", $$"""
        stage: dpo
        output_dir: {{PathOf(run)}}
        model: { model_name_or_path: {{ModelPath}}, {{model}} }
        data: { datasets: [{ path: {{PathOf("pairs.jsonl")}} }], max_length: 200, val_size: 2 }
        training: { per_device_train_batch_size: 3, learning_rate: 1.0e-2, logging_steps: 1, {{training}} }
        dpo: { {{dpo}} }
        """);

    /// <summary>A reward model on pairs that are all about pictures, of which <c>facts.json</c> tells.</summary>
    internal string RewardRecipe(string run, string model, string training, string reward) => folder.Write($"{run}.yaml", $$"""
        stage: reward
        output_dir: {{PathOf(run)}}
        model: { model_name_or_path: {{ModelPath}}, {{model}} }
        data: { datasets: [{ path: {{PathOf("judged.jsonl")}} }], chat_template: llava_hf, max_length: 200, val_size: 4 }
        training: { per_device_train_batch_size: 3, learning_rate: 1.0e-2, logging_steps: 1, {{training}} }
        reward: { {{(reward.Contains("prompt", StringComparison.Ordinal) ? "" : "prompt: brief, ")}}{{reward}} }
        """);

    /// <summary>Reinforcement learning from the reward model that lies in a folder.</summary>
    internal string PpoRecipe(string run, string rewardModel, string training, string ppo) => folder.Write($"{run}.yaml", $$"""
        stage: ppo
        output_dir: {{PathOf(run)}}
        model: { model_name_or_path: {{ModelPath}}, lora_r: 4 }
        data: { datasets: [{ path: {{PathOf("prompts.json")}}, format: llava_rlhf }], chat_template: llava_hf, max_length: 120 }
        training: { per_device_train_batch_size: 3, learning_rate: 1.0e-2, lr_scheduler_type: constant, logging_steps: 1, {{training}} }
        ppo: { reward_model: {{rewardModel}}, rollout_batch_size: 6, rollout_per_device_batch_size: 4, scoring_batch_size: 4, response_length: 6, log_rollouts: 1, {{ppo}} }
        """);

    /// <summary>Trains a recipe as a process of its own would.</summary>
    internal static TrainingResult Train(string recipe, params string[] overrides)
    {
        using var stop = new StopRequest();
        using ITrainingRun run = Create(recipe, stop, [], overrides);
        return run.Run();
    }

    /// <summary>Trains a recipe and tells every picture that is decoded for it, in order.</summary>
    internal static IReadOnlyList<string> TrainAndListPictures(string recipe)
    {
        var decoded = new ConcurrentQueue<string>();
        using var stop = new StopRequest();
        RunContext context = Context(recipe, stop, []);
        AlgorithmDefinition algorithm = AlgorithmCatalog.ForRecipe(recipe, []);
        RunContext told = context with { Images = config => new ToldPictures(context.Images(config), decoded.Enqueue) };
        using ITrainingRun run = algorithm.Create(algorithm.Load(recipe, []).Options, told);
        run.Run();
        return [.. decoded.Select(path => Path.GetFileName(path)!)];
    }

    internal static ITrainingRun Create(string recipe, StopRequest stop, IReadOnlyList<ITrainingHook> hooks, params string[] overrides)
    {
        AlgorithmDefinition algorithm = AlgorithmCatalog.ForRecipe(recipe, overrides);
        return algorithm.Create(algorithm.Load(recipe, overrides).Options, Context(recipe, stop, hooks));
    }

    internal static RunContext Context(string recipe, StopRequest stop, IReadOnlyList<ITrainingHook> hooks) => new()
    {
        RecipeSource = recipe,
        Images = config => new StripedPictures(config.Vision.ImageSize),
        Hooks = (_, _) => hooks,
        Progress = TextWriter.Null,
        Stop = stop,
    };

    public void Dispose() => folder.Dispose();

    private static LlavaConfig Config(int vocabulary) => new()
    {
        Text = new LlamaConfig { VocabularySize = vocabulary + 1, HiddenSize = 16, IntermediateSize = 24, Layers = 2, Heads = 2, KeyValueHeads = 2, MaxPositions = 200 },
        Vision = new ClipVisionConfig { HiddenSize = 16, IntermediateSize = 24, Layers = 2, Heads = 2, ImageSize = ImageSize, PatchSize = 4 },
        ImageTokenId = vocabulary,
    };

    private static string Record(int index) =>
        $$"""{"id": "r{{index}}", "images": ["{{index % Animals.Length}}.png"], "conversations": [{"from": "human", "value": "<image>\nwhat is it?"}, {"from": "gpt", "value": "A {{Animals[index % Animals.Length]}}."}]}""";

    private static string Question(int index) =>
        $$"""{"id": "q{{index}}", "image": "{{index % Animals.Length}}.png", "caption_type": {{(index % 7) + 1}}, "conversations": [{"from": "human", "value": "<image>\nwhat is it?"}, {"from": "gpt", "value": "not read"}]}""";

    private static string Pair(int index)
    {
        string pictures = index % 4 == 3 ? "[]" : $"[\"{index % Animals.Length}.png\"]";
        string question = index % 4 == 3 ? "name an animal" : "<image>\\nwhat is it?";
        return $$"""{"id": "p{{index}}", "images": {{pictures}}, "prompt": [{"from": "human", "value": "{{question}}"}], "chosen": "A {{Animals[index % Animals.Length]}}.", "rejected": "It is a {{Animals[(index + 1) % Animals.Length]}} or so."}""";
    }

    private sealed class ToldPictures(IImageReader inner, Action<string> tell) : IImageReader
    {
        public int Size => inner.Size;

        public float[] Read(string path)
        {
            tell(path);
            return inner.Read(path);
        }
    }

    /// <summary>A picture whose stripes depend on its file's name, fainter in a folder called dim; there need be no file.</summary>
    private sealed class StripedPictures(int size) : IImageReader
    {
        public int Size => size;

        public float[] Read(string path)
        {
            int animal = Path.GetFileName(path)[0] - '0';
            float light = Path.GetFileName(Path.GetDirectoryName(path)) == "dim" ? 0.5f : 1;
            return [.. Enumerable.Range(0, 3 * size * size).Select(i => light * MathF.Sin(i * (animal + 1)))];
        }
    }
}
