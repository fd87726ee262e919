namespace Trainer.Torch.Tests;

/// <summary>Tests of what counts for the whole process, and so must be alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneCollection
{
    public const string Name = "alone";
}

[Collection(AloneCollection.Name)]
public sealed class BackendTests
{
    private const long Mebibyte = 1 << 20;

    [Fact]
    public void MemoryOf_TensorsMadeAndFreed_CountsThemAndTheirPeak()
    {
        long before = Backend.MemoryOf(Device.Cpu).Allocated;
        Backend.ResetPeak(Device.Cpu);

        using (Tensor kept = Tensor.Zeros(Placement.CpuFloat, Mebibyte))
        {
            using (Tensor freed = Tensor.Zeros(Placement.CpuFloat, 2 * Mebibyte))
            {
                Near(12 * Mebibyte, Backend.MemoryOf(Device.Cpu).Allocated - before);
            }

            Near(4 * Mebibyte, Backend.MemoryOf(Device.Cpu).Allocated - before);
        }

        Assert.Equal(before, Backend.MemoryOf(Device.Cpu).Allocated);
        Near(12 * Mebibyte, Backend.MemoryOf(Device.Cpu).Peak - before);
    }

    [Fact]
    public void ResetPeak_AfterLargeTensors_BeginsAtWhatIsHeld()
    {
        Tensor.Zeros(Placement.CpuFloat, Mebibyte).Dispose();

        Backend.ResetPeak(Device.Cpu);

        Assert.Equal(Backend.MemoryOf(Device.Cpu).Allocated, Backend.MemoryOf(Device.Cpu).Peak);
    }

    [Fact]
    public unsafe void MemoryOf_TensorOverForeignMemory_CountsNothing()
    {
        float* memory = stackalloc float[64];
        long before = Backend.MemoryOf(Device.Cpu).Allocated;

        using Tensor view = Tensor.Over(memory, DType.Float32, new object(), 64);

        Assert.Equal(before, Backend.MemoryOf(Device.Cpu).Allocated);
    }

    /// <summary>The allocator's own rounding is a page at most.</summary>
    private static void Near(long expected, long actual) => Assert.InRange(actual, expected, expected + 8192);
}
