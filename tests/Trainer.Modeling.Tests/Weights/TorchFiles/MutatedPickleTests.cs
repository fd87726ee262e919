using System.Globalization;
using System.Text;
using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.TorchFiles;

namespace Trainer.Modeling.Tests.Weights.TorchFiles;

/// <summary>A pickle that torch wrote, changed at random. TRAINER_FUZZ_PICKLES makes a longer run than the usual one.</summary>
public sealed class MutatedPickleTests
{
    private const long MostAllocated = 2 << 20;

    private static readonly int Mutations = int.Parse(Environment.GetEnvironmentVariable("TRAINER_FUZZ_PICKLES") ?? "5000", CultureInfo.InvariantCulture);

    private static readonly string[] Splices =
    [
        "cos\nsystem\n", "cbuiltins\neval\n", "ctorch\nFloatStorage\n", "ctorch._utils\n_rebuild_tensor_v2\n", "ctorch._utils\n_rebuild_tensor_v3\n", "ctorch.storage\nUntypedStorage\n", "ctorch\nint64\n", "ccollections\nOrderedDict\n", "(", ")", "}", "]", "t", "u", "s", "e", "a",
        "R", "Q", "b", ".", "h\0", "h\u0002", "q\u0003", "r\u00ff\u00ff\u00ff\u00ff", "j\u00ff\u00ff\u00ff\u007f", "X\u00ff\u00ff\u00ff\u00ff", "X\0\0\0\0", "J\u00ff\u00ff\u00ff\u00ff",
        "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "\u008a\u00ff", "\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "\u0093", "\u0094", "\u0081", "\u0085", "\u0086", "\u0087", "N", "K\0",
    ];

    [Fact]
    public void Parse_MutatedPickles_EitherHoldsOrIsCheckpointError()
    {
        byte[] pickle = TorchFixture.Pickle;
        var random = new Random(20261121);
        int accepted = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] mutated = Mutate(pickle, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            TorchIndex? index = Parse(mutated);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
            RequireInBounds(index);
            accepted += index is null ? 0 : 1;
        }

        // Some mutations only rename a tensor or a location: the reader must not refuse everything either.
        Assert.InRange(accepted, Mutations / 100, Mutations * 3 / 4);
    }

    private static TorchIndex? Parse(byte[] pickle)
    {
        try
        {
            return TorchIndex.Parse(pickle, TorchFixture.Storages);
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    private static void RequireInBounds(TorchIndex? index)
    {
        foreach (TorchTensor tensor in index?.Tensors.Values ?? [])
        {
            Assert.InRange(tensor.Offset, 0, tensor.Storage.Count - tensor.Span);
            Assert.Equal(TorchFixture.Storages[tensor.Storage.Key], tensor.Storage.Count * Torch.DTypeFacts.Size(tensor.Storage.Type));
        }
    }

    private static byte[] Mutate(byte[] pickle, Random random)
    {
        int at = random.Next(pickle.Length);
        int end = Math.Min(at + random.Next(1, 40), pickle.Length);
        byte[] changed = [.. pickle];
        switch (random.Next(6))
        {
            case 0:
                changed[at] ^= (byte)(1 << random.Next(8));
                return changed;
            case 1:
                changed[at] = (byte)random.Next(256);
                return changed;
            case 2:
                return pickle[..at];
            case 3:
                return [.. pickle[..at], .. pickle[end..]];
            case 4:
                return [.. pickle[..end], .. pickle[at..]];
            default:
                return [.. pickle[..at], .. Encoding.Latin1.GetBytes(Splices[random.Next(Splices.Length)]), .. pickle[at..]];
        }
    }
}
