namespace Trainer.Recipes.Tests;

public sealed class RecipeWriterTests
{
    [Fact]
    public void Write_LoadedRecipe_ReadsBackEqual()
    {
        SampleRecipe recipe = SampleRecipe.Read(SampleRecipe.Yaml, "sample.count=3", "sample.beta=1e-17", "data.overlong=truncate_response");

        string yaml = RecipeWriter.Write(recipe);
        SampleRecipe again = SampleRecipe.Read(yaml);

        Assert.Equal(yaml, RecipeWriter.Write(again));
        Assert.Equal(recipe.Sample.Beta, again.Sample.Beta);
        Assert.Equal(recipe.Sample.Count, again.Sample.Count);
        Assert.Equal(recipe.Data.Overlong, again.Data.Overlong);
        Assert.Null(again.Model.AdapterNameOrPath);
    }

    [Fact]
    public void Write_NamesOfTheUsersChoice_ReadBackInTheirOrder()
    {
        SampleRecipe recipe = SampleRecipe.Read(SampleRecipe.Yaml, "sample.named={ z: [a, b], a: c }");

        SampleRecipe again = SampleRecipe.Read(RecipeWriter.Write(recipe));

        Assert.Equal(["z", "a"], again.Sample.Named.Keys);
        Assert.Equal(["a", "b", "c"], again.Sample.Named.Values.SelectMany(words => words));
    }

    [Fact]
    public void Write_Defaults_SpellsThemOutInDeclaredOrder()
    {
        string yaml = RecipeWriter.Write(new SampleOptions());

        Assert.Equal("beta: 0.1\ncount: null\nis_on: false\nkind: first_kind\nwords:\n- a\n- b\nnumbers: []\nnamed: {}\n", yaml);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("a: b # c")]
    [InlineData(" lead")]
    [InlineData("two\nlines\r\n\ttabbed ")]
    [InlineData("###")]
    [InlineData("</s>")]
    [InlineData("- x")]
    [InlineData("\"'")]
    public void Write_AwkwardText_ReadsBackEqual(string text)
    {
        SampleRecipe recipe = SampleRecipe.Read(SampleRecipe.Yaml) with { Sample = new SampleOptions { Words = [text] } };

        Assert.Equal([text], SampleRecipe.Read(RecipeWriter.Write(recipe)).Sample.Words);
    }
}
