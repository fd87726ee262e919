using System.Text;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Weights.TorchFiles;

/// <summary>Writes archives as plainly as the format allows, and wrongly where a test asks for it.</summary>
/// <param name="alignment">Every entry's bytes begin at a multiple of this.</param>
internal sealed class ArchiveWriter(int alignment = 64)
{
    private readonly List<byte> file = [];
    private readonly List<byte> list = [];
    private short count;

    /// <summary>A torch file with tensors that lie row by row.</summary>
    internal static byte[] Of(params NamedTensor[] tensors)
    {
        var pickle = new PickleWriter().Letters("}(");
        var archive = new ArchiveWriter();
        for (int i = 0; i < tensors.Length; i++)
        {
            using var scope = new TensorScope();
            pickle.Text(tensors[i].Name).Tensor($"{i}", tensors[i].Type, tensors[i].Shape);
            archive.Add($"archive/data/{i}", tensors[i].Value().Contiguous().Bytes().Span.ToArray());
        }

        return archive.Add("archive/data.pkl", pickle.Letters("u").Stop()).End();
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="method">0: stored.</param>
    /// <param name="claimed">Bytes that the list claims; none: as many as there are.</param>
    internal ArchiveWriter Add(string name, byte[] bytes, short method = 0, int? claimed = null)
    {
        int begin = file.Count;
        byte[] text = Encoding.UTF8.GetBytes(name);
        int padding = alignment - 1 - ((begin + 30 + text.Length + alignment - 1) % alignment);
        file.AddRange([.. "PK\u0003\u0004"u8, 20, 0, 0, 0, .. BitConverter.GetBytes(method), .. new byte[16], .. BitConverter.GetBytes((short)text.Length), .. BitConverter.GetBytes((short)padding), .. text, .. new byte[padding]]);
        file.AddRange(bytes);
        List(text, method, claimed ?? bytes.Length, begin);
        return this;
    }

    /// <summary>Lists an entry, whether or not it is there.</summary>
    internal ArchiveWriter List(byte[] name, short method, int length, int begin)
    {
        byte[] size = BitConverter.GetBytes(length);
        list.AddRange([.. "PK\u0001\u0002"u8, 20, 0, 20, 0, 0, 0, .. BitConverter.GetBytes(method), .. new byte[8], .. size, .. size, .. BitConverter.GetBytes((short)name.Length), .. new byte[12], .. BitConverter.GetBytes(begin), .. name]);
        count++;
        return this;
    }

    /// <summary>The whole file.</summary>
    internal byte[] End()
    {
        byte[] number = BitConverter.GetBytes(count);
        return [.. file, .. list, .. "PK\u0005\u0006"u8, 0, 0, 0, 0, .. number, .. number, .. BitConverter.GetBytes(list.Count), .. BitConverter.GetBytes(file.Count), 0, 0];
    }
}
