using Trainer.Recipes.Options;

namespace Trainer.Recipes.Tests;

public sealed class RecipeTests
{
    [Fact]
    public void Parse_SparseRecipe_FillsDefaults()
    {
        SampleRecipe recipe = SampleRecipe.Read(SampleRecipe.Yaml);

        Assert.Equal("sample", recipe.Stage);
        Assert.Equal(17UL, recipe.Seed);
        Assert.Equal(0.1, recipe.Sample.Beta);
        Assert.Equal(LearningRateSchedule.Cosine, recipe.Training.LrSchedulerType);
        Assert.Equal(["trainer", "llava"], recipe.Data.Datasets.Select(dataset => dataset.Format));
        Assert.Equal([1.0, 2.0], recipe.Data.Datasets.Select(dataset => dataset.Weight));
    }

    [Fact]
    public void Parse_TwoBadValues_ListsBothWithLines()
    {
        string yaml = SampleRecipe.Yaml.Replace("beta: 0.1", "beta: -0.1\ntraining:\n  num_beams: 3", StringComparison.Ordinal);

        var exception = Assert.Throws<RecipeException>(() => SampleRecipe.Read(yaml));

        Assert.Equal(
            "x.yaml has 2 problems:\n  line 10: sample.beta must be greater than 0, but is -0.1.\n" +
            "  line 12: training.num_beams is not a known key. Did you mean decoding.num_beams?",
            exception.Message);
    }

    [Theory]
    [InlineData("betta: 1", "line 10: sample.betta is not a known key. Did you mean sample.beta?")]
    [InlineData("cheese: 1", "line 10: sample.cheese is not a known key.")]
    [InlineData("beta: high", "line 10: sample.beta must be a number, but is 'high'.")]
    [InlineData("beta: .nan", "line 10: sample.beta must be a number, but is '.nan'.")]
    [InlineData("beta: [1]", "line 10: sample.beta must be a number, but is a list.")]
    [InlineData("count: 1.5", "line 10: sample.count must be a whole number, but is '1.5'.")]
    [InlineData("count: 99999999999", "line 10: sample.count must be a whole number, but is '99999999999'.")]
    [InlineData("is_on: yes", "line 10: sample.is_on must be true or false, but is 'yes'.")]
    [InlineData("is_on:", "line 10: sample.is_on must be true or false, but is empty.")]
    [InlineData("kind: secnd", "line 10: sample.kind must be one of first_kind, second, but is 'secnd'. Did you mean second?")]
    [InlineData("words: { a: 1 }", "line 10: sample.words must be a list, but is a block of keys.")]
    [InlineData("named: [a]", "line 10: sample.named must be a block of names, but is a list.")]
    [InlineData("named: { a: [x], b: { c: d } }", "line 10: sample.named.b must be a list, but is a block of keys.")]
    [InlineData("numbers: [1, x]", "line 10: sample.numbers[1] must be a number, but is 'x'.")]
    [InlineData("beta: 1\n  beta: 2", "line 11: 'beta' was already set on line 10. Keep one of the two.")]
    [InlineData("count: 1\n  number: 2", "line 11: sample.number is set twice, because count and number are one key. Keep one.")]
    public void Parse_BadBlock_SaysWhatAndWhere(string block, string expected)
    {
        string yaml = SampleRecipe.Yaml.Replace("beta: 0.1", block, StringComparison.Ordinal);

        Assert.Equal([expected], SampleRecipe.ProblemsOf(yaml));
    }

    [Fact]
    public void Require_ProblemsOfALoadedRecipe_GetTheLinesOfTheirKeys()
    {
        LoadedRecipe<SampleRecipe> loaded = Recipe.Parse<SampleRecipe>(SampleRecipe.Yaml, "x.yaml");

        loaded.Require([]);
        var exception = Assert.Throws<RecipeException>(() => loaded.Require([new Problem("sample.beta", "is odd."), new Problem("data.datasets[1].path", "is gone.")]));

        Assert.Equal("x.yaml has 2 problems:\n  line 8: data.datasets[1].path is gone.\n  line 10: sample.beta is odd.", exception.Message);
    }

    [Fact]
    public void Parse_MissingKeys_NamesEveryOne()
    {
        Assert.Equal(
            [
                "line 1: output_dir is required, but is not set.",
                "line 1: data is required, but is not set.",
                "line 2: model.model_name_or_path is required, but is not set.",
            ],
            SampleRecipe.ProblemsOf("stage: sample\nmodel: { lora_r: 8 }"));
    }

    [Fact]
    public void Parse_Alias_IsUnderstoodWithAHint()
    {
        LoadedRecipe<SampleRecipe> recipe = Recipe.Parse<SampleRecipe>(SampleRecipe.Yaml, "x.yaml", "model.lora_rank=8");

        Assert.Equal(8, recipe.Options.Model.LoraR);
        Assert.Equal(["override model.lora_rank=8: model.lora_rank is understood as model.lora_r."], recipe.Hints);
    }

    [Fact]
    public void Parse_SingleValueForAList_IsAListOfOne()
    {
        Assert.Equal(["q_proj"], SampleRecipe.Read(SampleRecipe.Yaml, "model.lora_target_modules=q_proj").Model.LoraTargetModules);
    }

    [Fact]
    public void Parse_EmptyText_AsksForRequiredKeys()
    {
        Assert.Contains("line 1: stage is required, but is not set.", SampleRecipe.ProblemsOf(""));
    }

    [Fact]
    public void Load_MissingFile_IsARecipeProblem()
    {
        var exception = Assert.Throws<RecipeException>(() => Recipe.Load<SampleRecipe>("no/such.yaml"));

        Assert.StartsWith("no/such.yaml has 1 problem:\n  The file can't be read", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_HugeFile_IsRefusedUnread()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("big.yaml", new string('#', (1 << 20) + 1));

        Assert.Contains("at most 1048576", Assert.Throws<RecipeException>(() => Recipe.Load<SampleRecipe>(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PeekStage_AnyRecipe_ReadsOnlyTheStage()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("x.yaml", "stage: dpo\nwhatever: [1, 2]");

        Assert.Equal("dpo", Recipe.PeekStage(path));
        Assert.Equal("sft", Recipe.PeekStage(path, "stage=sft"));
        Assert.Throws<RecipeException>(() => Recipe.PeekStage(path, "~stage"));
    }

    [Fact]
    public void Parse_CrossFieldRule_PointsToTheKey()
    {
        Assert.Equal(
            ["override evaluation.suites=[pope]: evaluation.data_dir is required when evaluation.suites names a benchmark."],
            [.. SampleRecipe.ProblemsOf(SampleRecipe.Yaml, "evaluation.suites=[pope]").Select(text => text)]);
    }
}
