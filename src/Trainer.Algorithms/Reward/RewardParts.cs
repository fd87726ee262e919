using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Rewards;
using Trainer.Data.Batches;
using Trainer.Data.Preferences;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Algorithms.Reward;

/// <summary>What a recipe of a reward model needs before anything is trained: model, head, pairs.</summary>
internal sealed class RewardParts : IDisposable
{
    private readonly RewardRecipe recipe;
    private readonly SentencePieceTokenizer tokenizer;
    private readonly ImageFeatureCache? features;

    internal RewardParts(RewardRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        var random = new RandomRoot(recipe.Seed);
        Model = TrainableModel.Load(recipe.Model, random, context.Device);
        LlavaConfig config = Model.Model.Config;
        Head = RewardHead.Fresh(config.Text.HiddenSize, Card(config), random, context.Device);
        Model.Attach(Head);
        tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        Data = new(recipe.Data, Kind(recipe, tokenizer, config, context), random);
        bool keepsFeatures = recipe.Reward.CacheImageFeatures && Model.HasFrozenTower;
        features = keepsFeatures ? new ImageFeatureCache((long)recipe.Reward.ImageFeatureMegabytes << 20) : null;
    }

    internal TrainableModel Model { get; }

    internal RewardHead Head { get; }

    internal RecipeData<PreferenceRecord, RewardExample, RewardBatch> Data { get; }

    internal RewardObjective Objective(ForwardContext forward) =>
        new(new RewardScorer(Model.Model, Head, forward, features), recipe.Reward.CenterRewardsCoefficient);

    public void Dispose()
    {
        features?.Dispose();
        Data.Dispose();
        tokenizer.Dispose();
        Model.Dispose();
    }

    private RewardCard Card(LlavaConfig config) => new()
    {
        ChatTemplate = recipe.Data.ChatTemplate,
        Prompt = recipe.Reward.Prompt,
        PromptHash = RewardCard.HashOf(RewardPrompts.ByName(recipe.Reward.Prompt)),
        Facts = recipe.Reward.Rule,
        Seed = recipe.Seed,
        ImageSize = config.Vision.ImageSize,
        ImageAspectRatio = $"{config.ImageAspectRatio}",
        MaxLength = recipe.Data.MaxLength,
    };

    /// <summary>How the recipe's pairs become batches.</summary>
    internal static RecordKind<PreferenceRecord, RewardExample, RewardBatch> Kind(
        RewardRecipe recipe, ITokenizer tokenizer, LlavaConfig config, RunContext context)
    {
        RewardEncoder encoder = RewardInputs.Encoder(recipe, tokenizer, EncodingOptions.Of(config, recipe.Data));
        FactSource facts = RewardInputs.Facts(recipe);
        var images = new ImageCache(context.Images(config), (long)recipe.Data.ImageCacheMegabytes << 20);
        var rules = new PairRules { MaxWords = recipe.Reward.MaxWords };
        return new()
        {
            Open = (dataset, folder) => PreferenceFile.Open(dataset.Path, dataset.Format, folder, rules),
            Examples = folder => new RewardExampleFormat<PreferenceRecord>(folder, JudgedAnswers.Of, encoder, facts, images),
            Collate = new RewardCollator(config.Text.PadTokenId, config.Vision.ImageSize).Collate,
        };
    }
}
