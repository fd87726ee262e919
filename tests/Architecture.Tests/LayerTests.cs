using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>A project may reference only lower layers, so that a reader can take the house from the bottom up.</summary>
public sealed class LayerTests
{
    private static readonly Dictionary<string, int> Layers = new(StringComparer.Ordinal)
    {
        ["Trainer.Torch"] = 1,
        ["Trainer.Recipes"] = 1,
        ["Trainer.Web"] = 1,
        ["Trainer.Modeling"] = 2,
        ["Trainer.Data"] = 3,
        ["Trainer.Decoding"] = 4,
        ["Trainer.Scenes"] = 4,
        ["Trainer.Preparation"] = 4,
        ["Trainer.Training"] = 5,
        ["Trainer.Algorithms"] = 6,
        ["Trainer.Annotation"] = 7,
        ["Trainer.Serving"] = 7,
        ["Trainer.Evaluation"] = 7,
        ["Trainer.Cli"] = 8,
    };

    [Fact]
    public void Projects_EachOne_HasALayer() => Assert.Equal(Layers.Keys.Order(), Projects().Select(project => project.Stem()).Order());

    [Fact]
    public void ProjectReferences_EachOne_PointsDownwards() => Assert.Empty(
        from project in Projects()
        from reference in References(project)
        where Layers[reference] >= Layers[project.Stem()]
        select $"{project.Stem()} (layer {Layers[project.Stem()]}) references {reference} (layer {Layers[reference]})");

    [Fact]
    public void Recipes_KnowsNothingOfTheOtherProjects() =>
        Assert.Empty(References(Projects().Single(project => project.Stem() == "Trainer.Recipes")));

    [Theory]
    [InlineData("Trainer.Scenes")]
    [InlineData("Trainer.Preparation")]
    public void DataPreparation_NeedsOnlyData(string name) => Assert.Equal(["Trainer.Data"], References(Projects().Single(project => project.Stem() == name)));

    [Fact]
    public void OnlyTheCli_IsAProgram() =>
        Assert.Equal(["Trainer.Cli"], Projects().Where(project => project.Text.Contains("<OutputType>Exe", StringComparison.Ordinal)).Select(project => project.Stem()));

    private static IEnumerable<SourceFile> Projects() => Repository.Files.Where(file =>
        file.Path.EndsWith(".csproj", StringComparison.Ordinal) && !file.Path.StartsWith("tests/", StringComparison.Ordinal));

    private static IEnumerable<string> References(SourceFile project) =>
        XDocument.Parse(project.Text).Descendants("ProjectReference").Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value));
}

file static class ProjectNames
{
    internal static string Stem(this SourceFile project) => Path.GetFileNameWithoutExtension(project.Path);
}
