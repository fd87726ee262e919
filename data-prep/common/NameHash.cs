using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Trainer.Preparation.Common;

/// <summary>
/// Short stand-ins for names, so that a million of them take 8 MB. They are the first 8 bytes of the SHA-256: two different names
/// among a million have the same one with a probability of 3 in 10^8.
/// </summary>
internal static class NameHash
{
    internal static ulong Of(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
