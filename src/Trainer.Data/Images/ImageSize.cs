namespace Trainer.Data.Images;

/// <summary>How large a picture is.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct ImageSize(int Width, int Height);
