using Trainer.Preparation.Common;

namespace Trainer.Preparation.Tests.Common;

public sealed class SourceCatalogTests
{
    public static TheoryData<string> Names => new(SourceCatalog.All.Select(source => source.Name));

    [Fact]
    public void All_Names_AreDistinct() => Assert.Equal(SourceCatalog.All.Count, SourceCatalog.All.Select(source => source.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void EverySource_HasAFixture(string name) => Assert.True(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "Fixtures", name, "in")));

    [Theory]
    [MemberData(nameof(Names))]
    public void EverySource_ExplainsItself(string name)
    {
        IDataSource source = SourceCatalog.Find(name)!;

        Assert.EndsWith(".", source.Summary, StringComparison.Ordinal);
        Assert.All(source.Options, option => Assert.True(option.Allows(option.Default)));
    }
}
