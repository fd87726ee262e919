using Trainer.Recipes.Options;

namespace Trainer.Recipes.Tests.Options;

public sealed class StageRecipeTests
{
    [Fact]
    public void Defaults_OfEveryBlock_KeepTheirOwnRules()
    {
        Assert.Empty(new TrainingOptions().Problems());
        Assert.Empty(new DecodingOptions().Problems());
        Assert.Empty(new EvaluationOptions().Problems());
        Assert.Empty(new ModelOptions { ModelNameOrPath = "base" }.Problems());
        Assert.Empty(new DatasetOptions { Path = "a.jsonl" }.Problems());
    }

    [Theory]
    [InlineData("model.lora_r=0", "model.lora_r")]
    [InlineData("model.lora_dropout=1", "model.lora_dropout")]
    [InlineData("model.lora_target_modules=[]", "model.lora_target_modules")]
    [InlineData("model.freeze_language_model=true", "model.freeze_language_model")]
    [InlineData("data.datasets=[]", "data.datasets")]
    [InlineData("data.datasets[0].weight=0", "data.datasets[0].weight")]
    [InlineData("data.datasets[1].fraction=1.1", "data.datasets[1].fraction")]
    [InlineData("data.val_size=1.5", "data.val_size")]
    [InlineData("data.max_length=0", "data.max_length")]
    [InlineData("training.warmup_ratio=1.1", "training.warmup_ratio")]
    [InlineData("training.adam_beta2=1", "training.adam_beta2")]
    [InlineData("training.learning_rate=-1", "training.learning_rate")]
    [InlineData("training.eval_steps=5", "training.eval_steps")]
    [InlineData("decoding.top_p=-0.1", "decoding.top_p")]
    [InlineData("decoding.top_p=1.5", "decoding.top_p")]
    [InlineData("decoding.stop=['']", "decoding.stop")]
    [InlineData("decoding.num_beams=0", "decoding.num_beams")]
    [InlineData("decoding={strategy: opera, num_beams: 1}", "decoding.num_beams")]
    [InlineData("decoding.scale_factor=0", "decoding.scale_factor")]
    [InlineData("decoding.threshold=-1", "decoding.threshold")]
    [InlineData("decoding.num_attn_candidates=0", "decoding.num_attn_candidates")]
    [InlineData("decoding.penalty_weights=-0.5", "decoding.penalty_weights")]
    [InlineData("decoding.cd_alpha=-1", "decoding.cd_alpha")]
    [InlineData("decoding.cd_beta=1.5", "decoding.cd_beta")]
    [InlineData("decoding.noise_step=1000", "decoding.noise_step")]
    [InlineData("decoding={strategy: vdd, use_dd: false}", "decoding.use_dd")]
    [InlineData("decoding.early_exit_layers=[0, -1]", "decoding.early_exit_layers")]
    [InlineData("decoding.relative_top=2", "decoding.relative_top")]
    [InlineData("decoding={strategy: beam, calibrate: none}", "decoding.calibrate")]
    [InlineData("decoding.calibrate_answers=['yes', 'Yes']", "decoding.calibrate_answers")]
    [InlineData("evaluation.limit=-1", "evaluation.limit")]
    public void Load_ValueOutOfRange_BlamesItsKey(string change, string key)
    {
        var exception = Assert.Throws<RecipeException>(() => SampleRecipe.Read(SampleRecipe.Yaml, change));

        Assert.Equal([key], exception.Problems.Select(problem => problem.Key));
    }
}
