namespace Trainer.Data.Batches;

/// <summary>Reads a picture into the numbers that the vision tower takes. Used from several threads at once.</summary>
public interface IImageReader
{
    /// <summary>Width and height of what is read, in pixels.</summary>
    int Size { get; }

    /// <summary>Reads a file: [3 · size · size], normalised, channel by channel.</summary>
    /// <exception cref="DataException">The file is missing, or no picture that can be decoded.</exception>
    float[] Read(string path);
}
