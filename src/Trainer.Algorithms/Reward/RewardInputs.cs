using Trainer.Data.Rewards;
using Trainer.Data.Text;
using Trainer.Torch;

namespace Trainer.Algorithms.Reward;

/// <summary>How a recipe's reward model is asked, for all who ask it or look at what it is asked.</summary>
public static class RewardInputs
{
    /// <summary>Turns answers into tokens.</summary>
    /// <param name="recipe">Names template and question.</param>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="options">Geometry of pictures, and the limit.</param>
    public static RewardEncoder Encoder(RewardRecipe recipe, ITokenizer tokenizer, ConversationEncoderOptions options) =>
        new(tokenizer, ConversationTemplates.ByName(recipe.Data.ChatTemplate), options, RewardPrompts.ByName(recipe.Reward.Prompt));

    /// <summary>What the model is told of pictures.</summary>
    /// <exception cref="Trainer.Data.DataException">The table of facts is not there, or is none.</exception>
    public static FactSource Facts(RewardRecipe recipe) =>
        new(recipe.Reward.Rule, recipe.Reward.Facts is { } path ? FactTable.Open(path) : null, new RandomRoot(recipe.Seed));
}
