namespace Trainer.Data.Text;

/// <summary>A special token, or the ordinary text between two of them.</summary>
/// <param name="Text">Its characters.</param>
/// <param name="Begin">Where it begins in the whole text.</param>
/// <param name="SpecialId">Its id, or null for ordinary text.</param>
internal readonly record struct TextSegment(string Text, int Begin, int? SpecialId);
