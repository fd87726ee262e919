namespace Trainer.Data.Text;

/// <summary>A token id and the characters of the text that it stands for.</summary>
/// <param name="Id">Row of the embedding table, or -200 for an image.</param>
/// <param name="Begin">Index of its first UTF-16 unit.</param>
/// <param name="End">Index after its last UTF-16 unit; equal to <paramref name="Begin"/> for a token that stands for no text of its own.</param>
public readonly record struct TextToken(long Id, int Begin, int End);
