using System.Buffers.Binary;
using System.Text.Json;
using Trainer.Torch;

namespace Trainer.Modeling.Weights;

/// <summary>
/// Writes safetensors: 8 bytes of header length, a JSON header padded with spaces to a multiple of 8, then the elements.
/// The file appears under its name only when it is whole.
/// </summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;
    private const int BlockBytes = 1 << 24;

    /// <summary>Writes a file.</summary>
    /// <param name="path">Target; an existing file is replaced.</param>
    /// <param name="tensors">Any order; in the file the widest elements come first, so that each lies at a multiple of its size.</param>
    /// <param name="metadata">Free text pairs for the header, besides <c>format: pt</c>, which Hugging Face's loaders demand.</param>
    public static void Write(string path, IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        NamedTensor[] list = [.. tensors.OrderByDescending(tensor => tensor.Value.DType.Size()).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        string temporary = path + ".partial";
        using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write))
        {
            WriteHeader(stream, list, metadata);
            foreach (NamedTensor tensor in list)
            {
                WriteElements(stream, tensor.Value);
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static void WriteHeader(Stream stream, NamedTensor[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var texts = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()) { ["format"] = "pt" };
        var header = new Dictionary<string, object>(StringComparer.Ordinal) { ["__metadata__"] = texts };
        long offset = 0;
        foreach (NamedTensor tensor in tensors)
        {
            long end = offset + (tensor.Value.Count * tensor.Value.DType.Size());
            header.Add(tensor.Name, new
            {
                dtype = SafetensorsTypes.NameOf(tensor.Value.DType),
                shape = tensor.Value.Shape,
                data_offsets = new[] { offset, end },
            });
            offset = end;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        byte[] padded = [.. json, .. Enumerable.Repeat((byte)' ', (Alignment - (json.Length % Alignment)) % Alignment)];
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded.Length);
        stream.Write(length);
        stream.Write(padded);
    }

    private static unsafe void WriteElements(Stream stream, Tensor tensor)
    {
        if (tensor.Count == 0)
        {
            return;
        }

        using var scope = new TensorScope();
        Memory memory = tensor.Detach().To(Device.Cpu).Contiguous().Bytes();
        for (long done = 0; done < memory.Length; done += BlockBytes)
        {
            int block = (int)Math.Min(BlockBytes, memory.Length - done);
            stream.Write(new ReadOnlySpan<byte>((byte*)memory.Address + done, block));
        }
    }
}
