using Trainer.Modeling.Weights;

namespace Trainer.Data.Text.Pieces;

/// <summary>
/// The <c>tokenizer.json</c> of Hugging Face's tokenizers library, made of a sentencepiece model and the JSON files beside it as transformers makes it
/// of a Llama's (<c>LlamaConverter</c>).
/// </summary>
public static class TokenizerJson
{
    private const string FileName = "tokenizer.json";
    private const string ModelName = "tokenizer.model";
    private const int LongestPiece = 512;

    /// <summary>Whether a folder has a sentencepiece model, and not yet the file.</summary>
    public static bool IsMissing(string directory) => File.Exists(Path.Combine(directory, ModelName)) && !File.Exists(Path.Combine(directory, FileName));

    /// <summary>Writes the file for what lies in a folder.</summary>
    /// <param name="directory">A folder with tokenizer.model.</param>
    /// <exception cref="DataException">The files are broken, or that format can't say what they do.</exception>
    public static void Write(string directory)
    {
        PieceModel model = OpenModel(directory);
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(directory);
        TokenizerSettings settings = TokenizerSettingsReader.Read(directory);
        AtomicFile.Write(Path.Combine(directory, FileName), stream =>
        {
            using var writer = new TokenizerJsonWriter(stream, model, settings);
            writer.Write(tokenizer.UnknownId, tokenizer.BosId);
        });
    }

    /// <summary>Fails when the format can't say what a folder's model does.</summary>
    /// <exception cref="DataException">It can't.</exception>
    public static void Require(string directory) => OpenModel(directory);

    private static PieceModel OpenModel(string directory)
    {
        string file = Path.Combine(directory, ModelName);
        PieceModel model = PieceModel.Open(file);
        return Problem(model) is not { } problem ? model : throw new DataException(
            $"{file} can't be written as {FileName}, which transformers reads: {problem}. Train it as a BPE model without normalisation, or export with --layout llava, which needs no such file.");
    }

    private static string? Problem(PieceModel model) => model switch
    {
        { Algorithm: not PieceAlgorithm.Bpe } => $"it is a {model.Algorithm} model, but Llama's are BPE models",
        { KeepsText: false } => "it changes text before it cuts it",
        _ => model.Pieces.Select((piece, id) => Problem(piece, id)).FirstOrDefault(problem => problem is not null),
    };

    private static string? Problem(Piece piece, int id) => piece.Kind switch
    {
        < PieceKind.Normal or > PieceKind.Byte or PieceKind.UserDefined or PieceKind.Unused => $"piece {id} '{piece.Text}' is of the kind {piece.Kind}, which merges don't give",
        PieceKind.Normal when piece.Text.Length > LongestPiece => $"piece {id} has {piece.Text.Length} characters, but {LongestPiece} are the most",
        PieceKind.Normal when piece.Text.Contains(' ') => $"piece {id} '{piece.Text}' has a plain space, which parts the two sides of a merge",
        _ => null,
    };
}
