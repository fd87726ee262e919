using System.Text.Json;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Commands;

public sealed class RecipesCommandTests
{
    [Fact]
    public void List_Json_NamesEachRecipeWithItsPurpose()
    {
        using JsonDocument report = JsonDocument.Parse(CommandLineRun.Of("recipes", "list", "--json").LastLine);

        JsonElement[] recipes = [.. report.RootElement.GetProperty("recipes").EnumerateArray()];
        Assert.Contains("tiny/sft", recipes.Select(recipe => recipe.GetProperty("name").GetString()));
        Assert.All(recipes, recipe => Assert.NotEmpty(recipe.GetProperty("description").GetString()!));
    }

    [Theory]
    [InlineData("tiny/sft")]
    [InlineData("recipes/tiny/sft.yaml")]
    public void Show_NameOrPath_PrintsTheFile(string name) =>
        Assert.Equal(File.ReadAllText(Path.Combine(Workspace.Recipes, "tiny", "sft.yaml")), CommandLineRun.Of("recipes", "show", name).Output);

    [Fact]
    public void Show_UnknownName_ListsTheKnownOnes()
    {
        CommandLineRun run = CommandLineRun.Of("recipes", "show", "tiny/stf");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("tiny/sft", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_ExistingTarget_LeavesItAlone()
    {
        using TemporaryDirectory folder = new();
        string target = folder.Write("mine.yaml", "mine");

        Assert.Equal(ExitCode.Usage, CommandLineRun.Of("recipes", "copy", "tiny/sft", target).ExitCode);
        Assert.Equal("mine", File.ReadAllText(target));
    }

    [Fact]
    public void Copy_NewTarget_EqualsTheRecipe()
    {
        using TemporaryDirectory folder = new();
        string target = Path.Combine(folder.Path, "below", "mine.yaml");

        Assert.Equal(ExitCode.Success, CommandLineRun.Of("recipes", "copy", "tiny/sft", target).ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(Workspace.Recipes, "tiny", "sft.yaml")), File.ReadAllText(target));
    }
}
