using Trainer.Recipes.Binding;
using Trainer.Recipes.Options;

namespace Trainer.Recipes.Tests.Binding;

public sealed class KeyNamesTests
{
    [Theory]
    [InlineData("LoraR", "lora_r")]
    [InlineData("AdamBeta1", "adam_beta1")]
    [InlineData("ModelNameOrPath", "model_name_or_path")]
    [InlineData("TopK", "top_k")]
    [InlineData("Training.EvalSteps", "training.eval_steps")]
    public void Of_PascalCase_IsSnakeCase(string name, string expected) => Assert.Equal(expected, KeyNames.Of(name));

    [Fact]
    public void Of_EnumValue_IsSnakeCase() => Assert.Equal("truncate_response", KeyNames.Of(OverlongPolicy.TruncateResponse));
}
