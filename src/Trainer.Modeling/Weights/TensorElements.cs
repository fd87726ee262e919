using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>Puts a tensor's elements into a file, row by row.</summary>
internal static class TensorElements
{
    private const int ChunkLength = 1 << 24;

    internal static unsafe void Write(Stream stream, NamedTensor tensor)
    {
        using var scope = new TensorScope();
        Memory bytes = tensor.Value().Detach().To(Device.Cpu).Contiguous().Bytes();
        if (bytes.Length != tensor.Length)
        {
            throw new CheckpointException($"Tensor '{tensor.Name}' was announced with {tensor.Length} bytes, but has {bytes.Length}.");
        }

        for (long done = 0; done < bytes.Length; done += ChunkLength)
        {
            stream.Write(new ReadOnlySpan<byte>((byte*)bytes.Address + done, (int)Math.Min(ChunkLength, bytes.Length - done)));
        }
    }
}
