using Trainer.Preparation.Common;
using Trainer.Preparation.RlaifV;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Preparation.Tests.RlaifV;

public sealed class RlaifVSourceTests(ITestOutputHelper output)
{
    [Fact]
    public void Prepare_Fixture_IsTheGoldenFile()
    {
        PreparedSet set = Golden.Check("rlaif-v");

        Assert.Equal([3], set.Files.Select(file => file.Records));
        // An answer that is a number, and a picture that is bytes of parquet rather than a path.
        Assert.Equal([("wrong_type", 2L)], set.Problems.Select(problem => (problem.Key, problem.Value)));
    }

    /// <summary>Six real pairs as TRL's users have them; the last one's picture is not among the files.</summary>
    [Fact]
    public void Prepare_RealPairs_AreReadWithTheirPictures()
    {
        if (!RealData.TryFind("preference/rlaif_v/rlaif-v.jsonl", output, out string path))
        {
            return;
        }

        using TemporaryDirectory folder = new();
        PreparedSet set = DataPreparation.Run(new RlaifVSource(), new PreparationOptions
        {
            Input = path,
            Images = Path.Combine(Path.GetDirectoryName(path)!, "image"),
            Output = Path.Combine(folder.Path, "out"),
        });

        Assert.Equal([5], set.Files.Select(file => file.Records));
        Assert.Equal([("missing_image", 1L)], set.Problems.Select(problem => (problem.Key, problem.Value)));
    }
}
