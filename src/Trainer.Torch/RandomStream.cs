using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Trainer.Torch.Interop;

namespace Trainer.Torch;

/// <summary>A native random generator of its own, whose state can be saved and restored bit for bit.</summary>
public sealed class RandomStream : IDisposable
{
    private nint handle;

    /// <summary>Makes a stream.</summary>
    public RandomStream(ulong seed, Device device = default)
    {
        Native.Check(NativeMethods.tt_generator_new((int)device.Kind, device.Index, seed, out handle), $"Make a random stream on {device}");
    }

    internal nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(RandomStream));

    /// <summary>The generator's state as bytes on the processor; equal states draw equal numbers.</summary>
    public byte[] SaveState()
    {
        Native.Check(NativeMethods.tt_generator_get_state(Handle, out nint state), "Read a random stream's state");
        using Tensor tensor = TensorScope.Release(Tensor.Adopt(state));
        return tensor.ToArray<byte>();
    }

    /// <summary>Restores what <see cref="SaveState"/> returned.</summary>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        using Tensor tensor = TensorScope.Release(Tensor.From(state));
        Native.Check(NativeMethods.tt_generator_set_state(Handle, tensor.Handle), "Restore a random stream's state");
    }

    /// <summary>Frees the generator.</summary>
    public void Dispose()
    {
        nint old = Interlocked.Exchange(ref handle, 0);
        if (old != 0)
        {
            NativeMethods.tt_generator_free(old);
        }
    }
}

/// <summary>
/// The one root of a run's randomness. Streams and seeds derive from it by name and index through a fixed hash, so that
/// adding a consumer never changes what another one draws.
/// </summary>
/// <param name="seed">The run's seed.</param>
public sealed class RandomRoot(ulong seed)
{
    /// <summary>The run's seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>Seed of a named stream: the first 8 bytes of SHA-256 over seed, name and index.</summary>
    public ulong SeedFor(string name, long index = 0)
    {
        byte[] text = Encoding.UTF8.GetBytes($"{Seed}/{name}/{index}");
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(text));
    }

    /// <summary>A managed generator for a named use, for shuffles and choices outside tensors.</summary>
    public Random Managed(string name, long index = 0) => new((int)(SeedFor(name, index) & 0x7fffffff));

    /// <summary>A native generator for a named use.</summary>
    public RandomStream Stream(string name, long index = 0, Device device = default) => new(SeedFor(name, index), device);
}
