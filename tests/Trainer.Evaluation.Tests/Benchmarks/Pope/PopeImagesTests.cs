using Trainer.Data;
using Trainer.Evaluation.Benchmarks.Coco;
using Trainer.Evaluation.Benchmarks.Pope;
using Trainer.TestKit;
using Trainer.Torch;
using Xunit.Abstractions;

namespace Trainer.Evaluation.Tests.Benchmarks.Pope;

public sealed class PopeImagesTests(ITestOutputHelper output)
{
    private static readonly CocoCategory[] Categories = [new(1, "person"), new(2, "dog"), new(3, "cup")];

    [Fact]
    public void Sample_Pictures_KeepsThoseWithThreeKindsInAnnotationOrder()
    {
        var instances = new CocoAnnotations
        {
            Images = [new(1, "one.jpg"), new(2, "two.jpg")],
            Annotations = [new(1, 3), new(1, 1), new(1, 3), new(1, 2), new(2, 1), new(2, 2)],
            Categories = Categories,
        };

        PopeImage image = Assert.Single(PopeImages.Sample(instances, "x.json", 500, new RandomRoot(1)));

        Assert.Equal("one.jpg", image.Name);
        Assert.Equal(["cup", "person", "dog"], image.Objects);
    }

    [Fact]
    public void Sample_NoUsablePicture_IsRefused() => Assert.Throws<DataException>(() => PopeImages.Sample(
        new CocoAnnotations { Images = [new(1, "one.jpg")], Annotations = [], Categories = Categories }, "x.json", 500, new RandomRoot(1)));

    [Fact]
    public void Sample_UnknownCategory_IsRefused() => Assert.Throws<DataException>(() => PopeImages.Sample(
        new CocoAnnotations { Images = [new(1, "one.jpg")], Annotations = [new(1, 9)], Categories = Categories }, "x.json", 500, new RandomRoot(1)));

    [Fact]
    public void Sample_CocoFile_GivesBalancedSplitsOfTheSamePictures()
    {
        if (RealData.TryFind("coco_annotations/instances_train2017.tiny50.json", output, out string path))
        {
            IReadOnlyList<PopeImage> images = PopeImages.Sample(CocoAnnotations.Read(path), path, 10, new RandomRoot(3));
            IReadOnlyList<PopeQuestion> questions = new PopeSplitBuilder(images, new RandomRoot(3)).Build(PopeSplit.Adversarial);

            Assert.Equal(10, images.Count);
            Assert.Equal((60, 30), (questions.Count, questions.Count(question => question.IsPresent)));
        }
    }
}
