using System.Text;
using Trainer.Torch.Interop;

namespace Trainer.Torch;

/// <summary>Facts about the loaded libtorch, and its process-wide settings.</summary>
public static unsafe class Backend
{
    private const int TextCapacity = 16384;

    /// <summary>Version of the loaded libtorch, such as <c>1.13.1</c>.</summary>
    public static string Version => Text(NativeMethods.tt_version);

    /// <summary>libtorch's own description of how it was built and which libraries it uses.</summary>
    public static string Configuration => Text(NativeMethods.tt_configuration);

    /// <summary>How many GPUs can be used; 0 without CUDA.</summary>
    public static int CudaDevices => NativeMethods.tt_cuda_device_count();

    /// <summary>Threads that libtorch's own loops use.</summary>
    public static int Threads
    {
        get => NativeMethods.tt_get_threads();
        set => Native.Check(NativeMethods.tt_set_threads(value), $"Use {value} threads");
    }

    /// <summary>Whether the native library can be loaded, and if not, why.</summary>
    public static bool TryLoad(out string problem)
    {
        try
        {
            _ = Version;
            problem = string.Empty;
            return true;
        }
        catch (Exception error) when (error is DllNotFoundException or TorchException or TypeInitializationException or EntryPointNotFoundException)
        {
            problem = (error.InnerException ?? error).Message;
            return false;
        }
    }

    /// <summary>Path of the shim that is loaded, or null where none was found.</summary>
    public static string? ShimPath => NativeLibraryLocator.PathOf(NativeMethods.Library);

    /// <summary>Bytes that CUDA tensors hold now and held at most.</summary>
    public static CudaMemory MemoryOf(Device device)
    {
        Native.Check(NativeMethods.tt_cuda_memory(device.Index, out long allocated, out long peak), $"Read the memory of {device}");
        return new CudaMemory(allocated, peak);
    }

    /// <summary>Waits until a device has done all that it was given. Nothing to do on the processor.</summary>
    public static void Synchronize(Device device)
    {
        if (device.Kind == DeviceKind.Cuda)
        {
            Native.Check(NativeMethods.tt_cuda_synchronize(device.Index), $"Wait for {device}");
        }
    }

    private static string Text(TextExport export)
    {
        byte* buffer = stackalloc byte[TextCapacity];
        int length = export(buffer, TextCapacity);
        return Encoding.UTF8.GetString(buffer, length);
    }

    private delegate int TextExport(byte* buffer, int length);
}

/// <summary>Use of a GPU's memory by tensors.</summary>
/// <param name="Allocated">Bytes now.</param>
/// <param name="Peak">Most bytes so far.</param>
public readonly record struct CudaMemory(long Allocated, long Peak);
