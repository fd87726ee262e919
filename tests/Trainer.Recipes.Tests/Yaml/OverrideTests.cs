namespace Trainer.Recipes.Tests.Yaml;

public sealed class OverrideTests
{
    [Fact]
    public void Override_NestedKey_ReplacesOnlyThatValue()
    {
        SampleRecipe recipe = SampleRecipe.Read(SampleRecipe.Yaml, "data.datasets[1].weight=3", "sample.words=[x, y]");

        Assert.Equal([1.0, 3.0], recipe.Data.Datasets.Select(dataset => dataset.Weight));
        Assert.Equal(["x", "y"], recipe.Sample.Words);
    }

    [Fact]
    public void Override_AbsentBlock_IsMade()
    {
        Assert.Equal(5, SampleRecipe.Read(SampleRecipe.Yaml, "training.max_steps=5").Training.MaxSteps);
    }

    [Fact]
    public void Override_EmptyBlock_IsFilled()
    {
        Assert.Equal(5, SampleRecipe.Read(SampleRecipe.Yaml + "\ntraining:", "training.max_steps=5").Training.MaxSteps);
    }

    [Fact]
    public void Override_ValueWithEqualsSign_KeepsIt()
    {
        Assert.Equal("a=b", SampleRecipe.Read(SampleRecipe.Yaml, "output_dir=a=b").OutputDir);
    }

    [Fact]
    public void Delete_KeyAndItem_RestoresDefaultAndShortensList()
    {
        SampleRecipe recipe = SampleRecipe.Read(SampleRecipe.Yaml, "sample.beta=2", "~sample.beta", "~data.datasets[0]");

        Assert.Equal(0.1, recipe.Sample.Beta);
        Assert.Equal(["b.json"], recipe.Data.Datasets.Select(dataset => dataset.Path));
    }

    [Theory]
    [InlineData("nothing", "override nothing: An override is written key=value, a.b=value, or ~a.b to delete a key.")]
    [InlineData("a..b=1", "override a..b=1: An override is written key=value, a.b=value, or ~a.b to delete a key.")]
    [InlineData("~sample.count", "override ~sample.count: count is not set, so it can't be deleted.")]
    [InlineData("stage.x=1", "override stage.x=1: x can't be set, because what stands around it is 'sample' and not a block of keys.")]
    [InlineData("data.datasets[2].path=c", "override data.datasets[2].path=c: 2 is no item of the list, which has 2. Items count from 0.")]
    [InlineData("sample.beta=-1", "override sample.beta=-1: sample.beta must be greater than 0, but is -1.")]
    [InlineData("sample.bet=1", "override sample.bet=1: sample.bet is not a known key. Did you mean sample.beta?")]
    public void Override_Wrong_NamesTheOverride(string change, string expected)
    {
        Assert.Equal([expected], SampleRecipe.ProblemsOf(SampleRecipe.Yaml, change));
    }
}
