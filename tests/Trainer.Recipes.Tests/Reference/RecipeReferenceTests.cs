using Trainer.Recipes.Reference;

namespace Trainer.Recipes.Tests.Reference;

public sealed class RecipeReferenceTests
{
    private static readonly string Markdown = RecipeReference.Markdown(typeof(SampleRecipe));

    [Theory]
    [InlineData("| `stage` | text | required | What the recipe trains: the name of an algorithm, such as `sft`. Also understood: `algorithm`. |")]
    [InlineData("| `beta` | a number | `0.1` | Strength (β). |")]
    [InlineData("| `count` | a whole number | none | A `count` \\| more. Also understood: `number`. |")]
    [InlineData("| `kind` | `first_kind` \\| `second` | `first_kind` | A word. |")]
    [InlineData("| `words` | list of text | `[a, b]` | Words. |")]
    [InlineData("## `data.datasets[]`")]
    [InlineData("| `datasets` | list of block | required | Files of records, mixed in each epoch. |")]
    public void Markdown_SampleRecipe_HasRow(string row)
    {
        Assert.Contains(row + "\n", Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_EveryKey_HasAMeaning()
    {
        Assert.DoesNotContain("|  |", Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_OfABlock_SayWhatTheReferenceSays()
    {
        KeyDescription kind = RecipeReference.Keys(typeof(SampleOptions)).Single(key => key.Name == "kind");
        KeyDescription words = RecipeReference.Keys(typeof(SampleOptions)).Single(key => key.Name == "words");

        Assert.Equal(("first_kind", "A word.", false), (kind.Default, kind.Meaning, kind.IsList));
        Assert.Equal(["first_kind", "second"], kind.Words);
        Assert.Equal(("[a, b]", true), (words.Default, words.IsList));
    }
}
