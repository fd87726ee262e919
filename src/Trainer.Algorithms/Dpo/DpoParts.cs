using Trainer.Algorithms.Common;
using Trainer.Algorithms.Dpo.Losses;
using Trainer.Algorithms.Dpo.References;
using Trainer.Data.Batches;
using Trainer.Data.Images;
using Trainer.Data.Preferences;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Algorithms.Dpo;

/// <summary>What a recipe of pairs needs before anything is trained: model, pairs, reference.</summary>
internal sealed class DpoParts : IDisposable
{
    private readonly DpoRecipe recipe;
    private readonly SentencePieceTokenizer tokenizer;
    private readonly ReferenceRole role;

    internal DpoParts(DpoRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        var random = new RandomRoot(recipe.Seed);
        Model = TrainableModel.Load(recipe.Model, random, context.Device);
        tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        Data = new(recipe.Data, Kind(recipe, tokenizer, Model.Model.Config, context).Create(recipe.Data), random);
        role = ReferenceRole.Create(Model, recipe);
        Loss = PreferenceLosses.Create(recipe.Dpo.Loss);
        bool keepsFeatures = recipe.Dpo.CacheImageFeatures && Model.HasFrozenTower;
        ScorerOptions = new PairScorerOptions
        {
            Features = keepsFeatures ? new ImageFeatureCache((long)recipe.Dpo.ImageFeatureMegabytes << 20) : null,
            DdpoGamma = recipe.Dpo.Loss.DdpoGamma,
        };
    }

    internal TrainableModel Model { get; }

    internal RecipeData<PreferenceRecord, PreferenceExample, PreferenceBatch> Data { get; }

    internal IPreferenceLoss Loss { get; }

    internal PairScorerOptions ScorerOptions { get; }

    internal PairScorer Policy(ForwardContext forward) => new(Model.Model, forward, ScorerOptions);

    internal LiveReference Reference() => new(Model.Model, role, ScorerOptions, recipe.Dpo.ReadsWeakened);

    /// <summary>The reference's log-probabilities of all pairs.</summary>
    internal ReferenceTable ComputeReference()
    {
        var table = new ReferenceTable();
        LiveReference reference = Reference();
        foreach (PreferenceBatch next in Data.All(recipe.Training.PerDeviceTrainBatchSize))
        {
            using var scope = new TensorScope();
            using PreferenceBatch batch = next;
            table.Add(batch, reference.Score(batch));
        }

        return table;
    }

    public void Dispose()
    {
        ScorerOptions.Features?.Dispose();
        role.Dispose();
        Data.Dispose();
        tokenizer.Dispose();
        Model.Dispose();
    }

    /// <summary>How the recipe's pairs become batches.</summary>
    internal static PreferenceKind Kind(DpoRecipe recipe, ITokenizer tokenizer, LlavaConfig config, RunContext context) => new()
    {
        Tokenizer = tokenizer,
        Model = config,
        Images = context.Images(config),
        SharePrefix = recipe.Dpo.SharedPrefix,
        Rules = new PairRules { MaxWords = recipe.Dpo.MaxWords },
        Weakening = recipe.Dpo.ReadsWeakened ? Weakening(recipe, config.Vision.ImageSize) : null,
    };

    private static IImageWeakening Weakening(DpoRecipe recipe, int size)
    {
        var random = new RandomRoot(recipe.Seed);
        return recipe.Dpo.WeakImage == PictureWeakening.Crop ? new RandomCrop(size, random) : new NoisyImage(recipe.Dpo.WeakNoiseStep, random);
    }
}
