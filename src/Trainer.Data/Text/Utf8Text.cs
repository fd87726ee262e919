using System.Text;
using Trainer.Data.Text.Interop;

namespace Trainer.Data.Text;

/// <summary>Carries positions between sentencepiece's bytes and .NET's UTF-16 units.</summary>
internal static class Utf8Text
{
    /// <summary>Encodes a text under the model's own rules; positions count UTF-16 units.</summary>
    internal static List<TextToken> Encode(SentencePieceModel model, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int[] characters = CharacterOfByte(text, bytes.Length);
        var tokens = new List<TextToken>();
        foreach (NativeToken token in model.Encode(bytes))
        {
            tokens.Add(new TextToken(token.Id, characters[token.Begin], characters[token.End]));
        }

        return tokens;
    }

    // EnumerateRunes and GetBytes agree that a lone surrogate is U+FFFD, three bytes for one unit.
    private static int[] CharacterOfByte(string text, int byteCount)
    {
        var characters = new int[byteCount + 1];
        int position = 0;
        int character = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            characters.AsSpan(position, rune.Utf8SequenceLength).Fill(character);
            position += rune.Utf8SequenceLength;
            character += rune.Utf16SequenceLength;
        }

        characters[byteCount] = character;
        return characters;
    }
}
