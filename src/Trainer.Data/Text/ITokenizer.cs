namespace Trainer.Data.Text;

/// <summary>Turns text into token ids and back.</summary>
public interface ITokenizer
{
    /// <summary>Id that begins every sequence.</summary>
    int BosId { get; }

    /// <summary>Id that ends every answer.</summary>
    int EosId { get; }

    /// <summary>Id of what the vocabulary can't spell.</summary>
    int UnknownId { get; }

    /// <summary>Id that fills the ends of shorter sequences in a batch.</summary>
    int PadId { get; }

    /// <summary>Rows that an embedding table needs: one more than the highest id.</summary>
    int VocabularySize { get; }

    /// <summary>Texts that become one id wherever they occur, such as <c>&lt;/s&gt;</c>.</summary>
    IReadOnlyCollection<string> SpecialTokens { get; }

    /// <summary>The tokens of a text with their places in it, without the beginning-of-sequence id.</summary>
    IReadOnlyList<TextToken> Tokenize(string text);

    /// <summary>Ids of a text, after the beginning-of-sequence id.</summary>
    long[] Encode(string text);

    /// <summary>Ids of what is asked about a picture, in the vocabulary of a vision side that reads it; null for models that have none.</summary>
    long[]? EncodeInstruction(string text) => null;

    /// <summary>Text of a list of ids. Control tokens render as nothing.</summary>
    /// <exception cref="DataException">An id is outside the vocabulary.</exception>
    string Decode(ReadOnlySpan<long> ids);
}
