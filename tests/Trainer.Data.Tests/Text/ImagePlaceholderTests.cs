using System.Text.Json;
using Trainer.Data.Text;

namespace Trainer.Data.Tests.Text;

public sealed class ImagePlaceholderTests
{
    [Theory]
    [InlineData(PrefixRule.EverySegment, "legacy")]
    [InlineData(PrefixRule.TextStart, "non_legacy_since_4_34")]
    public void Tokenize_TextAroundImages_EqualsLlava(PrefixRule prefix, string section)
    {
        using SentencePieceTokenizer tokenizer = Fixture.Open(prefix);
        foreach (JsonElement example in Fixture.Section("image_token", section).EnumerateArray())
        {
            IEnumerable<long> ids = ImagePlaceholder.Tokenize(tokenizer, example[0].GetString()!).Select(token => token.Id);
            Assert.Equal(example[1].Ids(), ids.Prepend(tokenizer.BosId));
        }
    }

    [Theory]
    [InlineData("What is this?", "What is this?")]
    [InlineData("What is this?\n<image>", "<image>\nWhat is this?")]
    [InlineData(" <image> What <image> is this? ", "<image>\n<image>\nWhat  is this?")]
    [InlineData("<image>", "<image>")]
    public void MoveToFront_ImagesAnywhere_StandOnTheirOwnLinesFirst(string turn, string expected) =>
        Assert.Equal(expected, ImagePlaceholder.MoveToFront(turn));
}
