using System.Text;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>Puts the parts of a GGUF header into a stream. Everything is little-endian; texts are UTF-8 behind their length.</summary>
/// <param name="stream">Where they go; stays open.</param>
internal sealed class GgufHeaderWriter(Stream stream) : IDisposable
{
    internal const uint Version = 3;

    private readonly BinaryWriter binary = new(stream, Encoding.UTF8, leaveOpen: true);

    internal void WriteCounts(long tensors, long entries)
    {
        binary.Write("GGUF"u8);
        binary.Write(Version);
        binary.Write(tensors);
        binary.Write(entries);
    }

    internal void WriteEntry(string key, object value)
    {
        WriteText(key);
        if (value is Array list)
        {
            binary.Write((uint)GgufKind.List);
            binary.Write((uint)KindOf(list.Length > 0 ? list.GetValue(0)! : 0u));
            binary.Write((long)list.Length);
            foreach (object item in list)
            {
                WriteValue(item);
            }

            return;
        }

        binary.Write((uint)KindOf(value));
        WriteValue(value);
    }

    /// <summary>Sizes stand in ggml's order, the innermost first.</summary>
    internal void WriteTensor(NamedTensor tensor, long offset)
    {
        WriteText(tensor.Name);
        binary.Write((uint)tensor.Shape.Length);
        foreach (long size in tensor.Shape.Reverse())
        {
            binary.Write(size);
        }

        binary.Write(GgufTensorType.Of(tensor.Type).Code);
        binary.Write(offset);
    }

    /// <inheritdoc/>
    public void Dispose() => binary.Dispose();

    private static GgufKind KindOf(object value) => value switch
    {
        uint => GgufKind.UInt32,
        int => GgufKind.Int32,
        float => GgufKind.Float32,
        bool => GgufKind.Bool,
        string => GgufKind.Text,
        _ => throw new ArgumentException($"A GGUF's metadata can't hold {value} here. Use uint, int, float, bool, string or arrays of these.", nameof(value)),
    };

    private void WriteValue(object value)
    {
        switch (value)
        {
            case uint number: binary.Write(number); break;
            case int number: binary.Write(number); break;
            case float number: binary.Write(number); break;
            case bool flag: binary.Write(flag); break;
            default: WriteText((string)value); break;
        }
    }

    private void WriteText(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        binary.Write((long)bytes.Length);
        binary.Write(bytes);
    }
}
