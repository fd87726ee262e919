using Trainer.Cli.Pipelines;
using Trainer.Cli.Runs;
using Trainer.Recipes;

namespace Trainer.Cli.Tests.Runs;

/// <summary>A recipe that is not tested does not exist.</summary>
public sealed class RecipeFileTests
{
    private const int RecipeCount = 40;

    public static TheoryData<string> Names => [.. RecipeCatalog.Find(Workspace.Recipes).Select(entry => entry.Name)];

    [Fact]
    public void Recipes_AllFolders_AreFound() => Assert.Equal(RecipeCount, Directory.GetFiles(Workspace.Recipes, "*.yaml", SearchOption.AllDirectories).Length);

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_EachRecipe_HasNoProblem(string name)
    {
        string path = RecipeFiles.PathOf(name);
        if (Pipeline.IsOne(path, []))
        {
            Assert.NotEmpty(Pipeline.Load(path, [], CommandLine.Create).Steps);
        }
        else
        {
            RecipeRun run = RecipeRun.Load(path, []);
            Assert.Equal(run.Algorithm.Name, run.Recipe.Stage);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Describe_EachRecipe_SaysHowToRunIt(string name) =>
        Assert.Contains($"./trainer run recipes/{name}.yaml", RecipeFiles.Entry(name).Description, StringComparison.Ordinal);

    [Fact]
    public void Reference_IsWhatTheOptionTypesSay()
    {
        string page = Path.Combine(Workspace.Root, "docs", "recipes.md");

        Assert.Equal(RecipePage.Write(), File.ReadAllText(page));
    }
}
