namespace Trainer.Recipes.Tests.Yaml;

public sealed class NodeReaderTests
{
    [Fact]
    public void Alias_OfAnAnchor_SharesTheValue()
    {
        SampleRecipe recipe = SampleRecipe.Read(SampleRecipe.Yaml + "\n  words: &w [x]\ndecoding: { stop: *w }");

        Assert.Equal(["x"], recipe.Decoding.Stop);
    }

    [Fact]
    public void Aliases_ThatMultiply_AreRefused()
    {
        IEnumerable<string> lines = Enumerable.Range(1, 40)
            .Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]");
        string yaml = "a0: &a0 [x]\n" + string.Join('\n', lines);

        Assert.Contains("more than 100000 parts", Assert.Single(SampleRecipe.ProblemsOf(yaml)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [1, 2", "This is not readable YAML")]
    [InlineData("a: &a [*a]", "the alias *a has no anchor &a that ends above it")]
    [InlineData("a: !!binary x", "tags such as tag:yaml.org,2002:binary are not used")]
    [InlineData("a: 1\n---\nb: 2", "a recipe is one document")]
    [InlineData("[a]: 1", "a key must be a single word")]
    [InlineData("- a", "A recipe must be a block of keys, but is a list.")]
    public void Read_NotARecipe_IsOneProblem(string yaml, string expected)
    {
        Assert.Contains(expected, Assert.Single(SampleRecipe.ProblemsOf(yaml)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeepNesting_IsRefused()
    {
        Assert.Contains("nested more than 32", Assert.Single(SampleRecipe.ProblemsOf("a: " + new string('[', 5000))), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MutatedRecipes_NeverThrowAnythingElse()
    {
        var random = new Random(4);
        const string Inserted = "\n\t :-[]{}&*!|>'\"%@`#,?~=\0é\ufffe19.x";
        for (var round = 0; round < 10_000; round++)
        {
            var text = SampleRecipe.Yaml.ToList();
            for (var edit = random.Next(1, 8); edit > 0; edit--)
            {
                int place = random.Next(text.Count);
                if (random.Next(2) == 0)
                {
                    text.RemoveAt(place);
                }
                else
                {
                    text.Insert(place, Inserted[random.Next(Inserted.Length)]);
                }
            }

            string yaml = string.Concat(text);
            Exception? thrown = Record.Exception(() => SampleRecipe.Read(yaml, $"sample.words={yaml[..random.Next(yaml.Length)]}"));
            Assert.True(thrown is null or RecipeException, $"{thrown}\n{yaml}");
        }
    }
}
