using Trainer.Algorithms.Common;
using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Sft;

/// <summary>A recipe's parts put together: model, conversations, objective, session.</summary>
internal sealed class SftRun : ITrainingRun
{
    private readonly SftRecipe recipe;
    private readonly RunContext context;
    private readonly TrainableModel model;
    private readonly SentencePieceTokenizer tokenizer;
    private readonly RecipeData<ConversationRecord, ConversationExample, ConversationBatch> data;
    private readonly TrainingSession session;
    private readonly BatchStream<ConversationBatch> stream;
    private readonly ImageFeatureCache? features;

    internal SftRun(SftRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        this.context = context;
        var random = new RandomRoot(recipe.Seed);
        model = TrainableModel.Load(recipe.Model, random, context.Device);
        tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        LlavaConfig config = model.Model.Config;
        data = new(recipe.Data, ConversationKind.Create(recipe.Data, tokenizer, config, context.Images(config)), random);
        session = new TrainingSession(recipe, context, model);
        stream = data.OpenTraining(recipe.Training.PerDeviceTrainBatchSize, random, context.Group);
        features = recipe.Sft.CacheImageFeatures && model.HasFrozenTower
            ? new ImageFeatureCache((long)recipe.Sft.ImageFeatureMegabytes << 20)
            : null;
    }

    public TrainingResult Run() => session.Run(new StreamSource<ConversationBatch>(stream), Objective(), Hooks(), batch => batch.TokenIds);

    public DryRunReport DryRun() => session.DryRun(new StreamSource<ConversationBatch>(stream), Objective());

    public void Dispose()
    {
        stream.Dispose();
        features?.Dispose();
        session.Dispose();
        data.Dispose();
        tokenizer.Dispose();
        model.Dispose();
    }

    private SftObjective Objective() => new(model.Model, session.Forward(model.HasFrozenTower), features, recipe.Sft.LogTokenAccuracy);

    private List<ITrainingHook> Hooks()
    {
        List<ITrainingHook> hooks = [.. context.Hooks(recipe, model.Model)];
        if (data.HasHeldOut)
        {
            var objective = new SftObjective(model.Model, ForwardContext.Inference, features, recipe.Sft.LogTokenAccuracy);
            hooks.Insert(0, new ValidationLoss<ConversationBatch>(objective, () => data.HeldOut(recipe.Training.PerDeviceTrainBatchSize)));
        }

        return hooks;
    }
}
