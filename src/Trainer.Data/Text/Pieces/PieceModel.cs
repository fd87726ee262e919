using System.Text;

namespace Trainer.Data.Text.Pieces;

/// <summary>
/// What a sentencepiece model file holds: its pieces with their scores, and how text is prepared for them. Encoding is the library's affair;
/// this is for those who write the same vocabulary in another format. Field numbers are those of sentencepiece_model.proto.
/// </summary>
public sealed class PieceModel
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<Piece> pieces = [];

    private PieceModel(ReadOnlySpan<byte> file)
    {
        // A message that is there twice adds to itself.
        var reader = new ProtobufReader(file);
        while (reader.Read(out ProtobufField field))
        {
            switch (field.Id)
            {
                case 1:
                    pieces.Add(ReadPiece(field.Bytes));
                    break;
                case 2:
                    ReadTraining(field.Bytes);
                    break;
                case 3:
                    ReadPreparation(field.Bytes);
                    break;
            }
        }
    }

    /// <summary>The vocabulary; a piece's place is its id.</summary>
    public IReadOnlyList<Piece> Pieces => pieces;

    /// <summary>How pieces are found.</summary>
    public PieceAlgorithm Algorithm { get; private set; } = PieceAlgorithm.Unigram;

    /// <summary>Whether a space is put in front of every text.</summary>
    public bool AddsPrefix { get; private set; } = true;

    /// <summary>Whether text reaches the pieces as it is, but for spaces, which become U+2581 one by one.</summary>
    public bool KeepsText => !mapsCharacters && !removesSpaces && escapesSpaces && !spacesEndWords;

    private bool mapsCharacters;
    private bool removesSpaces = true;
    private bool escapesSpaces = true;
    private bool spacesEndWords;

    /// <summary>Reads a model file.</summary>
    /// <exception cref="DataException">The file is missing or broken.</exception>
    public static PieceModel Open(string file)
    {
        try
        {
            return new PieceModel(File.ReadAllBytes(file));
        }
        catch (Exception error) when (error is DataException or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new DataException($"Can't read the pieces of the tokenizer model {file}. {error.Message} Fetch or train the file again.", error);
        }
    }

    private static Piece ReadPiece(ReadOnlySpan<byte> message)
    {
        var piece = new Piece("", 0, PieceKind.Normal);
        var reader = new ProtobufReader(message);
        while (reader.Read(out ProtobufField field))
        {
            piece = field.Id switch
            {
                1 => piece with { Text = Strict.GetString(field.Bytes) },
                2 => piece with { Score = field.Float },
                3 => piece with { Kind = (PieceKind)field.Number },
                _ => piece,
            };
        }

        return piece;
    }

    private void ReadTraining(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read(out ProtobufField field))
        {
            switch (field.Id)
            {
                case 3:
                    Algorithm = (PieceAlgorithm)field.Number;
                    break;
                case 24:
                    spacesEndWords = field.Flag;
                    break;
            }
        }
    }

    private void ReadPreparation(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read(out ProtobufField field))
        {
            switch (field.Id)
            {
                case 2:
                    mapsCharacters = !field.Bytes.IsEmpty;
                    break;
                case 3:
                    AddsPrefix = field.Flag;
                    break;
                case 4:
                    removesSpaces = field.Flag;
                    break;
                case 5:
                    escapesSpaces = field.Flag;
                    break;
            }
        }
    }
}
