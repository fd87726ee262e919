namespace Trainer.Recipes.Tests;

public sealed class RecipeCatalogTests
{
    [Fact]
    public void Find_NestedFolders_NamesAndDescribesEachRecipe()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny/sft.yaml", "# Tunes a small model.\n# Takes a minute.\nstage: sft\n# no header");
        folder.Write("dpo.yaml", "stage: dpo");
        folder.Write("notes.txt", "not a recipe");

        IReadOnlyList<RecipeEntry> recipes = RecipeCatalog.Find(folder.Path);

        Assert.Equal(["dpo", "tiny/sft"], recipes.Select(recipe => recipe.Name));
        Assert.Equal(["", "Tunes a small model. Takes a minute."], recipes.Select(recipe => recipe.Description));
    }

    [Fact]
    public void Find_AbsentFolder_IsEmpty()
    {
        Assert.Empty(RecipeCatalog.Find("no/such/folder"));
    }
}
