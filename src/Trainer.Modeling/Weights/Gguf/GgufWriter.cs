using System.Text;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>
/// Writes files of llama.cpp's format, version 3 (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): what the model is, where each tensor
/// lies, and the tensors, each at a multiple of 32 bytes. One tensor is in memory at a time, and no half file is ever seen.
/// </summary>
public static class GgufWriter
{
    /// <summary>Tensors begin at multiples of this, counted from the first; the format's default.</summary>
    internal const int Alignment = 32;

    /// <summary>Most letters of a tensor's name that llama.cpp has room for.</summary>
    private const int LongestName = 63;

    /// <summary>Writes one file.</summary>
    /// <param name="path">Where it will appear.</param>
    /// <param name="metadata">Keys in their order; values are <see cref="uint"/>, <see cref="int"/>, <see cref="float"/>, <see cref="bool"/>, <see cref="string"/> or arrays of these.</param>
    /// <param name="tensors">What goes in, in this order; names must differ.</param>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, object>> metadata, IReadOnlyList<NamedTensor> tensors)
    {
        RequireNames(metadata, tensors);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Header(metadata, tensors));
            foreach (NamedTensor tensor in tensors)
            {
                TensorElements.Write(stream, tensor);
                stream.Write(new byte[Padding(tensor.Length)]);
            }
        });
    }

    private static void RequireNames(IReadOnlyList<KeyValuePair<string, object>> metadata, IReadOnlyList<NamedTensor> tensors)
    {
        string? twice = metadata.Select(entry => entry.Key).CountBy(key => key).Concat(tensors.CountBy(tensor => tensor.Name)).FirstOrDefault(name => name.Value > 1).Key;
        string? tooLong = tensors.FirstOrDefault(tensor => Encoding.UTF8.GetByteCount(tensor.Name) > LongestName)?.Name;
        if ((twice ?? tooLong) is { } name)
        {
            throw new ArgumentException($"The name '{name}' {(twice is null ? $"has more than {LongestName} bytes" : "is taken")}. Every entry of a GGUF needs a short name of its own.", nameof(tensors));
        }
    }

    private static byte[] Header(IReadOnlyList<KeyValuePair<string, object>> metadata, IReadOnlyList<NamedTensor> tensors)
    {
        using var buffer = new MemoryStream();
        using var header = new GgufHeaderWriter(buffer);
        header.WriteCounts(tensors.Count, metadata.Count);
        foreach ((string key, object value) in metadata)
        {
            header.WriteEntry(key, value);
        }

        long offset = 0;
        foreach (NamedTensor tensor in tensors)
        {
            header.WriteTensor(tensor, offset);
            offset += tensor.Length + Padding(tensor.Length);
        }

        buffer.Write(new byte[Padding(buffer.Length)]);
        return buffer.ToArray();
    }

    private static int Padding(long length) => (int)((Alignment - (length % Alignment)) % Alignment);
}
