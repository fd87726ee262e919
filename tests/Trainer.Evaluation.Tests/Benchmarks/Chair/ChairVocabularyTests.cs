using System.Text.Json;
using Trainer.Evaluation.Benchmarks.Chair;

namespace Trainer.Evaluation.Tests.Benchmarks.Chair;

public sealed class ChairVocabularyTests
{
    private static readonly JsonElement Golden = Fixture.Read("chair-words.json").GetProperty("chair_vocabulary");

    [Fact]
    public void Classes_All_AreCocosEighty() => Assert.Equal(80, ChairVocabulary.Classes.Count);

    [Fact]
    public void ClassOf_EachClass_IsItself() => Assert.All(ChairVocabulary.Classes, name => Assert.Equal(name, ChairVocabulary.ClassOf(name)));

    [Fact]
    public void ClassOf_EveryWordOfTheReference_IsItsClass()
    {
        JsonProperty[] table = [.. Golden.GetProperty("node_word_to_synonyms").EnumerateObject()];
        Dictionary<string, string> classes = [];
        foreach (JsonProperty row in table)
        {
            foreach (string word in row.Value.Texts().Append(row.Name))
            {
                classes[word] = row.Name;
            }
        }

        Assert.Equal(80, table.Length);
        Assert.All(classes.Where(pair => pair.Key.Length > 0), pair => Assert.Equal(pair.Value, ChairVocabulary.ClassOf(pair.Key)));
    }

    // Only pairs are joined, so that of three words the table has no use.
    [Theory]
    [InlineData("double_words")]
    [InlineData("plural_forms_not_reduced")]
    [InlineData("irregular_noun_lemmas")]
    public void Find_FormsOfTheReference_CountAsThere(string table) => Assert.All(Golden.GetProperty(table).EnumerateObject().Where(form => form.Name.Split(' ').Length <= 2), form =>
        Assert.Equal(ChairVocabulary.ClassOf(form.Value.GetString()!), Assert.Single(CaptionObjects.Find(form.Name).Mentions.Select(mention => mention.NodeWord).DefaultIfEmpty())));

    [Theory]
    [InlineData("puppy", "dog")]
    [InlineData("table", "dining table")]
    [InlineData("sofa", "couch")]
    [InlineData("home plate", null)]
    [InlineData("cheesecake", null)]
    public void ClassOf_Word_IsItsClass(string word, string? expected) => Assert.Equal(expected, ChairVocabulary.ClassOf(word));
}
