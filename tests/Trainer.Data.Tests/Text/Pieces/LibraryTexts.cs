using System.Text;

namespace Trainer.Data.Tests.Text.Pieces;

/// <summary>Texts that tell tokenizers apart: what people write, and what they don't.</summary>
internal static class LibraryTexts
{
    private const int Drawn = 3000;

    private static readonly string[] Parts =
    [
        "What is in the picture?", "USER: ", "ASSISTANT:", "the cat is red", "a", "I'm", "don't", "3.14", "2,000", "#", "{\"a\": [1, 2]}", "hello", "the", "PQ", "x",
        " ", "  ", "     ", "\n", "\n\n", "\t", "\r\n", "\u00a0", "\u3000", "\u2581", "<image>", "</s>", "<s>", "<unk>", "<pad>", "<0x0A>", "<", "s>", "/s>",
        "\u00e9", "e\u0301", "\u4f60\u597d", "\u65e5\u672c\u8a9e", "\ud55c\uad6d", "\u0420\u0443\u0441", "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631", "\u0e44\u0e17\u0e22",
        "\U0001F600", "\U0001F468\u200d\U0001F469\u200d\U0001F467", "\u0000", "\u200b", "\ufeff", "\uffff", "\U0010FFFF", ".", ",", "!!!", "...",
    ];

    /// <summary>All of them, the same in every run.</summary>
    internal static IReadOnlyList<string> All { get; } = [.. Fixed(), .. Draw(new Random(17))];

    /// <summary>
    /// Whether nothing but what every tokenizer agrees on begins the text. Without legacy, transformers' own two tokenizers differ where a text begins with a
    /// space: the slow one, which is followed here, puts another before it.
    /// </summary>
    internal static bool BeginsPlainly(string text) => text.Length == 0 || text[0] is not (' ' or '\u2581');

    /// <summary>
    /// Whether ids become the same text again. sentencepiece shows the unknown piece, and it takes off the space that is put behind an added token, which the library
    /// leaves; JavaScript takes U+FEFF among bytes for a mark of their order.
    /// </summary>
    internal static bool DecodeAlike(string text) => !Array.Exists(["<unk>", "<image>", "<pad>", "\ufeff"], part => text.Contains(part, StringComparison.Ordinal));

    private static IEnumerable<string> Fixed() =>
    [
        .. Parts, .. Parts.SelectMany(first => Parts.Select(second => first + second)), "",
        .. Enumerable.Range(1, 40).Select(count => new string(' ', count)), .. Enumerable.Range(1, 40).Select(count => $"a{new string(' ', count)}b"),
        "<image>\nWhat is it?", "USER: <image>\nIs there a dog? ASSISTANT: No.</s>USER: How many? ASSISTANT: 2 cats</s>",
    ];

    private static IEnumerable<string> Draw(Random random) => Enumerable.Range(0, Drawn).Select(index => index % 2 == 0 ? Mixed(random) : AnyCharacters(random));

    private static string Mixed(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Parts[random.Next(Parts.Length)]));

    private static string AnyCharacters(Random random)
    {
        var text = new StringBuilder();
        for (int count = random.Next(1, 24); count > 0; count--)
        {
            int value = random.Next(random.Next(3) == 0 ? 0x110000 : 0x300);
            text.Append(Rune.IsValid(value) ? new Rune(value).ToString() : "");
        }

        return text.ToString();
    }
}
