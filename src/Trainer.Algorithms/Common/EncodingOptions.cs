using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Recipes.Options;
using Overlong = Trainer.Data.Text.OverlongPolicy;

namespace Trainer.Algorithms.Common;

/// <summary>What encoders need, whatever their records are.</summary>
public static class EncodingOptions
{
    /// <summary>Takes them from the model's geometry and the recipe.</summary>
    public static ConversationEncoderOptions Of(LlavaConfig model, DataOptions data) => new()
    {
        ImageTokenCount = model.ImageTokenCount,
        ImageTokenId = model.ImageTokenId,
        MaxLength = data.MaxLength,
        Overlong = data.Overlong switch
        {
            Recipes.Options.OverlongPolicy.Drop => Overlong.Drop,
            Recipes.Options.OverlongPolicy.TruncateResponse => Overlong.TruncateResponse,
            _ => Overlong.Error,
        },
    };
}
