using System.Text;

namespace Trainer.Cli.Pipelines;

/// <summary>Splits a command line at white space, as a shell would; quotes keep a word together and fall away.</summary>
internal static class CommandWords
{
    /// <summary>The words.</summary>
    /// <exception cref="FormatException">A quote is never closed.</exception>
    internal static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char? quote = null;
        bool isWord = false;
        foreach (char character in line)
        {
            if (quote is null && char.IsWhiteSpace(character))
            {
                End(words, word, ref isWord);
                continue;
            }

            // A quote alone makes a word too, so that '' is an empty one.
            isWord = true;
            if (character == quote)
            {
                quote = null;
            }
            else if (quote is null && character is '"' or '\'')
            {
                quote = character;
            }
            else
            {
                word.Append(character);
            }
        }

        End(words, word, ref isWord);
        return quote is null ? words : throw new FormatException($"has a quote ({quote}) that is never closed.");
    }

    /// <summary>One line that <see cref="Split"/> takes apart again, for people and for fingerprints.</summary>
    internal static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static void End(List<string> words, StringBuilder word, ref bool isWord)
    {
        if (isWord)
        {
            words.Add(word.ToString());
        }

        word.Clear();
        isWord = false;
    }

    private static string Quote(string word) => word switch
    {
        "" => "''",
        _ when !word.Any(character => char.IsWhiteSpace(character) || character is '"' or '\'') => word,
        _ => string.Join("\"'\"", word.Split('\'').Select(part => $"'{part}'")),
    };
}
