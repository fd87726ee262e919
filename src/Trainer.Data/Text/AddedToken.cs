namespace Trainer.Data.Text;

/// <summary>A token that a checkpoint's files add to its sentencepiece model.</summary>
/// <param name="Text">What it looks like in text.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsControl">Whether decoding leaves it out.</param>
public sealed record AddedToken(string Text, int Id, bool IsControl);
