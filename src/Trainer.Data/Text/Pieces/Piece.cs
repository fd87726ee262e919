namespace Trainer.Data.Text.Pieces;

/// <summary>One entry of a sentencepiece vocabulary.</summary>
/// <param name="Text">What it spells; U+2581 stands for a space.</param>
/// <param name="Score">The higher, the earlier two neighbours become it.</param>
/// <param name="Kind">What it stands for.</param>
public readonly record struct Piece(string Text, float Score, PieceKind Kind);
