using Trainer.Scenes.World;

namespace Trainer.Scenes.Tests;

public sealed class AlterationTests
{
    private static readonly Scene[] Scenes = TestScenes.Drawn(3000);

    [Fact]
    public void Apply_ManyPictures_AlwaysChangesTheText()
    {
        var alteration = new Alteration(new Random(1));
        Assert.All(Scenes, scene =>
        {
            var told = new Telling(scene, null);
            Assert.NotEqual(told.Text, alteration.Apply(told).Text);
        });
    }

    [Fact]
    public void Apply_ManyPictures_KeepsTheTextPossible()
    {
        var alteration = new Alteration(new Random(2));
        Assert.All(Scenes, scene =>
        {
            Telling altered = alteration.Apply(new Telling(scene, null));
            Assert.Equal(scene.Objects.Count, altered.Scene.Objects.Select(item => item.Category).Distinct().Count());
            Assert.Equal(scene.Objects.Count, altered.Scene.Objects.Select(item => item.Cell).Distinct().Count());
        });
    }

    [Fact]
    public void Apply_ManyPictures_MostlyMentionsAnAbsentCompanion()
    {
        var alteration = new Alteration(new Random(3));
        Telling[] altered = [.. Scenes.Select(scene => alteration.Apply(new Telling(scene, null)))];
        Assert.InRange(altered.Average(told => told.Mentioned is null ? 0.0 : 1), 0.6, 0.72);
        Assert.All(altered.Where(told => told.Mentioned is not null), told =>
        {
            Assert.False(told.Scene.Holds(told.Mentioned!));
            Assert.Contains(told.Scene.Objects, item => SceneWorld.Companions[item.Category.Name].Category == told.Mentioned);
        });
    }

    [Fact]
    public void Apply_SomethingMentioned_ChangesAnotherDetail()
    {
        Category knife = TestScenes.Named("knife");
        var alteration = new Alteration(new Random(4));
        var told = new Telling(TestScenes.Of("fork", "spoon", "cup", "bowl"), knife);
        Telling[] altered = [.. Enumerable.Range(0, 50).Select(_ => alteration.Apply(told))];
        Assert.All(altered, each => Assert.Equal(knife, each.Mentioned));

        // Every quarter is taken and every object of the kitchen named: only the background is left.
        Assert.All(altered, each => Assert.Equal(told.Scene.Objects, each.Scene.Objects));
        Assert.All(altered, each => Assert.NotEqual(0, each.Scene.Background));
    }
}
