using Trainer.Algorithms.Common;
using Trainer.Algorithms.Ppo.Roles;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo;

/// <summary>What a recipe of reinforcement learning needs before anything is sampled: roles, prompts, facts.</summary>
internal sealed class PpoParts : IDisposable
{
    private readonly PpoRecipe recipe;

    internal PpoParts(PpoRecipe recipe, RunContext context)
    {
        this.recipe = recipe;
        Random = new RandomRoot(recipe.Seed);
        Roles = new PpoRoles(recipe, Random, context.Device);
        Tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        RequireOneVocabulary();
        var models = new PromptModels(Roles.Policy.Model.Config, Roles.Value.Model.Config, Roles.RewardHead.Card, Roles.IsOneBase);
        Data = new(recipe.Data, new PromptKind(recipe, context, Tokenizer, models).Create(), Random);
    }

    internal RandomRoot Random { get; }

    internal PpoRoles Roles { get; }

    internal SentencePieceTokenizer Tokenizer { get; }

    internal RecipeData<PromptRecord, RolloutPrompt, RolloutPrompts> Data { get; }

    public void Dispose()
    {
        Data.Dispose();
        Tokenizer.Dispose();
        Roles.Dispose();
    }

    /// <summary>Answers go from model to model as ids.</summary>
    private void RequireOneVocabulary()
    {
        static byte[] Pieces(string folder) => File.ReadAllBytes(Path.Combine(folder, "tokenizer.model"));
        if (!Roles.IsOneBase && !Pieces(Roles.JudgePath).AsSpan().SequenceEqual(Pieces(recipe.Model.ModelNameOrPath)))
        {
            throw new CheckpointException($"{Roles.JudgePath} has another tokenizer.model than {recipe.Model.ModelNameOrPath}, but the reward model reads the policy's tokens. Use models of one vocabulary.");
        }
    }
}
