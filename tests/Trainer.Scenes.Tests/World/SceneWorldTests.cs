using Trainer.Scenes.World;

namespace Trainer.Scenes.Tests.World;

public sealed class SceneWorldTests
{
    [Fact]
    public void Categories_All_AreThirtyDifferentOnes()
    {
        Assert.Equal(30, SceneWorld.Categories.Count);
        Assert.Equal(30, SceneWorld.Categories.Select(category => category.Id).Distinct().Count());
        Assert.Equal(30, SceneWorld.Categories.Select(category => category.Name).Distinct().Count());
        Assert.Equal(30, SceneWorld.Categories.Select(category => category.Emoji).Distinct().Count());
    }

    [Theory]
    [InlineData("bicycle", 2)]
    [InlineData("traffic light", 10)]
    [InlineData("zebra", 24)]
    [InlineData("fork", 48)]
    [InlineData("donut", 60)]
    [InlineData("cell phone", 77)]
    [InlineData("book", 84)]
    public void Categories_SomeOfCoco_HaveItsIds(string name, int id) => Assert.Equal(id, TestScenes.Named(name).Id);

    [Fact]
    public void Companions_EachCategory_HasOneOfItsOwnContext() => Assert.All(SceneWorld.Contexts, context => Assert.All(context.Categories, category =>
    {
        Category companion = SceneWorld.Companions[category.Name].Category;
        Assert.NotEqual(category, companion);
        Assert.Contains(companion, context.Categories);
    }));
}
