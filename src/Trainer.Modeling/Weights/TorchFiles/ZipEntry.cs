namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>One entry of an archive, stored as it is.</summary>
/// <param name="Name">Path inside the archive.</param>
/// <param name="Begin">Where its header begins in the file.</param>
/// <param name="Data">Where its bytes begin in the file.</param>
/// <param name="Length">Bytes.</param>
internal sealed record ZipEntry(string Name, long Begin, long Data, long Length)
{
    /// <summary>One past the last byte.</summary>
    internal long End => Data + Length;
}
