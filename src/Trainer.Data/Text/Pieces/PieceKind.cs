namespace Trainer.Data.Text.Pieces;

/// <summary>What a piece stands for, with the numbers of sentencepiece's files.</summary>
public enum PieceKind
{
    /// <summary>Text, reached by merging.</summary>
    Normal = 1,

    /// <summary>Whatever no other piece spells.</summary>
    Unknown = 2,

    /// <summary>A sign that no text has, such as the beginning of a sequence.</summary>
    Control = 3,

    /// <summary>Text that is one piece wherever it occurs.</summary>
    UserDefined = 4,

    /// <summary>A piece that encoding never gives.</summary>
    Unused = 5,

    /// <summary>One byte of a character that has no piece.</summary>
    Byte = 6,
}
