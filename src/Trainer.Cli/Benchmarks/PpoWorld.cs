using Trainer.Algorithms.Common.Rewards;
using Trainer.Algorithms.Ppo;
using Trainer.Algorithms.Ppo.Rewards;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Modeling;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>What both sides of the benchmark of reinforcement learning begin with: adapters, a reward model, prompts with pictures, and answers to them.</summary>
internal sealed class PpoWorld
{
    internal const int Answers = 32;
    internal const int MicroBatch = 16;
    internal const int NewTokens = 48;
    internal const int Rank = 16;
    internal const int AdapterScale = 2;
    internal const double LearningRate = 3e-5;

    private const int LongestPrompt = 32;
    private const int ShortestPrompt = 24;
    private const int ShortestAnswer = 16;
    private const int QuestionWords = 24;
    private const int BeforePicture = 4;
    private const float AdapterBound = 0.05f;

    private readonly string work;

    /// <summary>Writes policy and reward model, and draws the rest.</summary>
    /// <param name="folder">The base model.</param>
    /// <param name="work">Where files go.</param>
    internal PpoWorld(string folder, string work)
    {
        this.work = work;
        using LlavaModel model = LlavaCheckpoint.Load(folder, Placement.CpuFloat);
        Config = model.Config;
        Recipe = RecipeOf(folder);
        WriteAdapter(model, folder, "policy");
        WriteAdapter(model, folder, "reward");
        using RewardHead head = RewardHead.Fresh(Config.Text.HiddenSize, Card(Config), new RandomRoot(Recipe.Seed), Device.Cpu);
        head.Write(PathOf("reward"));

        var random = new Random(Answers);
        Prompts = [.. Enumerable.Range(0, Answers).Select(row => Prompt(random, row))];
        Given = [.. Enumerable.Range(0, Answers).Select(_ => Answer(random))];
    }

    /// <summary>Geometry of the base model.</summary>
    internal LlavaConfig Config { get; }

    /// <summary>One rollout of all answers, two passes over it; the rest as by default.</summary>
    internal PpoRecipe Recipe { get; }

    /// <summary>The prompts.</summary>
    internal IReadOnlyList<RolloutPrompt> Prompts { get; }

    /// <summary>An answer to each, so that both sides score and learn from the same ones.</summary>
    internal IReadOnlyList<SampledAnswer> Given { get; }

    /// <summary>How answers become micro-batches.</summary>
    internal static RolloutPlan PlanOf(PpoOptions options) => new(Answers, MicroBatch, 1, options.PpoEpochs);

    /// <summary>Folder of the policy's or the reward model's adapter.</summary>
    internal string PathOf(string name) => Path.Combine(work, $"ppo-{name}");

    private static RewardCard Card(LlavaConfig config) => new()
    {
        ChatTemplate = "llava_hf",
        Prompt = RewardPrompts.Brief.Name,
        PromptHash = RewardCard.HashOf(RewardPrompts.Brief),
        Facts = new FactRule(FactKind.None, FactOrder.Stored),
        Seed = 0,
        ImageSize = config.Vision.ImageSize,
        ImageAspectRatio = $"{config.ImageAspectRatio}",
        MaxLength = config.Text.MaxPositions,
    };

    private PpoRecipe RecipeOf(string folder) => new()
    {
        Stage = "ppo",
        OutputDir = work,
        Model = new ModelOptions { ModelNameOrPath = folder, AdapterNameOrPath = PathOf("policy"), LoraR = Rank, LoraAlpha = Rank * AdapterScale },
        Data = new DataOptions { Datasets = [] },
        Ppo = new PpoOptions
        {
            RewardModel = PathOf("reward"),
            RolloutBatchSize = Answers,
            RolloutPerDeviceBatchSize = Answers,
            ScoringBatchSize = Answers,
            ResponseLength = NewTokens,
            GaeLambda = 0.95,
            ValueHead = ValueHeadStart.Reward,
            Rewards = new PpoRewardOptions { LengthWeight = -0.5 },
        },
    };

    private void WriteAdapter(LlavaModel model, string folder, string name)
    {
        using var stream = new RandomStream((ulong)name.Length);
        var options = new LoraOptions { Rank = Rank, Alpha = Rank * AdapterScale };
        LoraAdapter adapter = model.Adapters.Add(name, options, (_, shape, _) => Tensor.Empty(Placement.CpuFloat, shape).FillUniform(-AdapterBound, AdapterBound, stream));
        AdapterCheckpoint.Save(adapter, PathOf(name), folder);
    }

    private RolloutPrompt Prompt(Random random, int row)
    {
        int side = Config.Vision.ImageSize;
        long[] words = Words(random, random.Next(ShortestPrompt, LongestPrompt + 1));
        long[] picture = [.. Enumerable.Repeat((long)Config.ImageTokenId, Config.ImageTokenCount)];
        float[] pixels = [.. Enumerable.Range(0, 3 * side * side).Select(_ => (random.NextSingle() * 4) - 2)];
        var record = new PromptRecord { Id = $"{row}", Turns = [] };
        var example = new PromptExample(record, [.. words[..BeforePicture], .. picture, .. words[BeforePicture..]], [pixels]);
        return new RolloutPrompt(example, example, Words(random, QuestionWords));
    }

    /// <summary>Those that are shorter than they may be have an end.</summary>
    private SampledAnswer Answer(Random random)
    {
        long[] words = Words(random, random.Next(ShortestAnswer, NewTokens + 1));
        bool hasEnd = words.Length < NewTokens;
        return new SampledAnswer(hasEnd ? [.. words, Config.Text.EosTokenId] : words, hasEnd, "");
    }

    private long[] Words(Random random, int count)
    {
        int ordinary = Math.Min(Config.ImageTokenId, Config.Text.VocabularySize);
        return [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(3, ordinary))];
    }
}
