using Trainer.Evaluation.Benchmarks.Chair;

namespace Trainer.Evaluation.Tests.Benchmarks.Chair;

public sealed class ChairVocabularyTests
{
    [Fact]
    public void Classes_All_AreCocosEighty() => Assert.Equal(80, ChairVocabulary.Classes.Count);

    [Fact]
    public void ClassOf_EachClass_IsItself() => Assert.All(ChairVocabulary.Classes, name => Assert.Equal(name, ChairVocabulary.ClassOf(name)));

    [Theory]
    [InlineData("puppy", "dog")]
    [InlineData("table", "dining table")]
    [InlineData("sofa", "couch")]
    [InlineData("home plate", null)]
    [InlineData("cheesecake", null)]
    public void ClassOf_Word_IsItsClass(string word, string? expected) => Assert.Equal(expected, ChairVocabulary.ClassOf(word));
}
