namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>The parts of a torch file: the pickle, and where each storage lies.</summary>
/// <param name="Pickle">Bytes of <c>data.pkl</c>.</param>
/// <param name="Storages">Entries of the folder <c>data</c> by their keys.</param>
internal sealed record TorchArchive(byte[] Pickle, IReadOnlyDictionary<string, ZipEntry> Storages)
{
    private const string PickleName = "/data.pkl";
    private const int LongestPickle = 64 << 20;

    // The number 0x1950a86a20f9469cfc6c, which begins files of torch before 1.6, as a pickle writes it.
    private static ReadOnlySpan<byte> OldMagic => [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>Finds the parts.</summary>
    /// <exception cref="CheckpointException">The file is no archive, or not one of torch's.</exception>
    internal static unsafe TorchArchive Read(FileMap map)
    {
        RequireArchive(new ReadOnlySpan<byte>(map.Address, (int)Math.Min(map.Length, 512)));
        Dictionary<string, ZipEntry> entries = ZipDirectory.Read(map);
        string[] pickles = [.. entries.Keys.Where(name => name.EndsWith(PickleName, StringComparison.Ordinal) && name.IndexOf('/') == name.Length - PickleName.Length)];
        if (pickles is not [{ } pickle] || entries[pickle].Length > LongestPickle)
        {
            throw TorchFault.Damaged($"it should hold one folder with a data.pkl of at most {LongestPickle} bytes, but has {pickles.Length} such entries");
        }

        string root = pickle[..^PickleName.Length];
        byte[] Bytes(ZipEntry entry) => new ReadOnlySpan<byte>(map.Address + entry.Data, (int)Math.Min(entry.Length, LongestPickle)).ToArray();
        if (entries.TryGetValue($"{root}/byteorder", out ZipEntry? order) && !Bytes(order).AsSpan().SequenceEqual("little"u8))
        {
            throw TorchFault.SaveAgain("it was written on a machine that stores the highest byte of a number first");
        }

        string data = $"{root}/data/";
        return new TorchArchive(
            Bytes(entries[pickle]),
            entries.Values.Where(entry => entry.Name.StartsWith(data, StringComparison.Ordinal)).ToDictionary(entry => entry.Name[data.Length..], StringComparer.Ordinal));
    }

    private static void RequireArchive(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("version "u8))
        {
            throw new CheckpointException("it is a Git LFS pointer, not weights; run 'git lfs pull'");
        }

        bool isTar = head.Length >= 262 && head[257..262].SequenceEqual("ustar"u8);
        if (isTar || (head.Length > 14 && head[0] == (byte)PickleOpcode.Protocol && head[2..].StartsWith(OldMagic)))
        {
            throw TorchFault.SaveAgain("it has the form that torch wrote before version 1.6");
        }

        if (head.StartsWith([(byte)PickleOpcode.Protocol]))
        {
            throw TorchFault.Refused("it is a bare pickle, not an archive of torch's");
        }

        if (!head.StartsWith("PK\u0003\u0004"u8))
        {
            throw TorchFault.Damaged("it does not begin as an archive of torch's does, with PK");
        }
    }
}
