using Trainer.Scenes.World;

namespace Trainer.Scenes.Tests.World;

public sealed class SceneSamplerTests
{
    private static readonly Scene[] Scenes = TestScenes.Drawn(4000);

    [Fact]
    public void Next_ManyPictures_HoldOneToFourDifferentCategories()
    {
        Assert.All(Scenes, scene => Assert.Equal(scene.Objects.Count, scene.Objects.Select(item => item.Category).Distinct().Count()));
        Assert.Equal([1, 2, 3, 4], Scenes.Select(scene => scene.Objects.Count).Distinct().Order());
    }

    [Fact]
    public void Next_ManyPictures_KeepObjectsInCellsOfTheirOwn() => Assert.All(Scenes, scene =>
    {
        Assert.Equal(scene.Objects.Select(item => item.Cell).Order().Distinct(), scene.Objects.Select(item => item.Cell));
        Assert.All(scene.Objects, item =>
        {
            Assert.InRange(item.Size, 22, 32);
            Assert.InRange(item.X, item.Cell % 2 * 32, (item.Cell % 2 * 32) + 32 - item.Size);
            Assert.InRange(item.Y, item.Cell / 2 * 32, (item.Cell / 2 * 32) + 32 - item.Size);
        });
    });

    [Fact]
    public void Next_ManyPictures_ShowEveryCategoryAndBackground()
    {
        Assert.Equal(30, Scenes.SelectMany(scene => scene.Objects).Select(item => item.Category).Distinct().Count());
        Assert.Equal(SceneWorld.Backgrounds.Count, Scenes.Select(scene => scene.Background).Distinct().Count());
    }

    [Fact]
    public void Next_ManyPictures_SeldomHoldTheUsualCompanion()
    {
        double present = Scenes.Average(scene => scene.Holds(scene.Companion.Category) ? 1.0 : 0);
        Assert.InRange(present, 0.1, 0.3);
    }
}
