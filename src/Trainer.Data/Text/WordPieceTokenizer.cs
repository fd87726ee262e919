namespace Trainer.Data.Text;

/// <summary>
/// The tokenizer of BERT without capitals: words are cut greedily into the longest pieces of a list, those inside a word behind <c>##</c>
/// (arXiv:1609.08144, section 4.1). Q-Formers read instructions with it.
/// </summary>
public sealed class WordPieceTokenizer
{
    /// <summary>The most tokens of an instruction, both ends included, that InstructBLIP was trained with.</summary>
    public const int MostTokens = 128;

    private const int LongestWord = 100;
    private const string Inside = "##";

    private readonly Dictionary<string, int> pieces;

    private WordPieceTokenizer(Dictionary<string, int> pieces)
    {
        this.pieces = pieces;
        (Begin, End, Unknown) = (Id("[CLS]"), Id("[SEP]"), Id("[UNK]"));
    }

    private int Begin { get; }

    private int End { get; }

    private int Unknown { get; }

    /// <summary>Opens a list of pieces, one a line, whose ids count the lines: BERT's vocab.txt.</summary>
    /// <exception cref="DataException">It lacks one of the pieces that every text needs, or has one twice.</exception>
    public static WordPieceTokenizer Open(string path)
    {
        try
        {
            return new WordPieceTokenizer(File.ReadLines(path).Select(line => line.TrimEnd('\r')).Index().ToDictionary(line => line.Item, line => line.Index));
        }
        catch (ArgumentException error)
        {
            throw new DataException($"{path} is not a list of BERT's word pieces: {error.Message} Fetch the model's own qformer_tokenizer/vocab.txt.", error);
        }
    }

    /// <summary>Ids of a text between those that begin and end it. Of a text that is too long the end stays, as InstructBLIP has it.</summary>
    public long[] Encode(string text)
    {
        long[] ids = [.. BertWords.Of(text).SelectMany(Cut)];
        return [Begin, .. ids.TakeLast(MostTokens - 2), End];
    }

    private int Id(string piece) => pieces.TryGetValue(piece, out int id) ? id : throw new ArgumentException($"It has no {piece}.");

    private IEnumerable<long> Cut(string word)
    {
        var found = new List<long>();
        for (int begin = 0; begin < word.Length;)
        {
            int end = Longest(word, begin);
            if (end == begin || word.Length > LongestWord)
            {
                return [Unknown];
            }

            found.Add(pieces[Piece(word, begin, end)]);
            begin = end;
        }

        return found;
    }

    private int Longest(string word, int begin)
    {
        int end = word.Length;
        while (end > begin && !pieces.ContainsKey(Piece(word, begin, end)))
        {
            end--;
        }

        return end;
    }

    private static string Piece(string word, int begin, int end) => begin == 0 ? word[..end] : Inside + word[begin..end];
}
