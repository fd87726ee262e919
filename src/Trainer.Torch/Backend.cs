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

    /// <summary>Bytes that tensors hold on a device. Tensors over somebody else's memory, such as a mapped file, count for nothing.</summary>
    public static TensorMemory MemoryOf(Device device)
    {
        if (device.Kind == DeviceKind.Cpu)
        {
            NativeMethods.tt_cpu_memory(out long held, out long most);
            return new TensorMemory(held, most);
        }

        Native.Check(NativeMethods.tt_cuda_memory(device.Index, out long allocated, out long peak), $"Read the memory of {device}");
        return new TensorMemory(allocated, peak);
    }

    /// <summary>Lets the peak of <see cref="MemoryOf"/> begin anew at what is held now. It counts for all threads.</summary>
    public static void ResetPeak(Device device)
    {
        if (device.Kind == DeviceKind.Cpu)
        {
            NativeMethods.tt_cpu_reset_peak();
            return;
        }

        Native.Check(NativeMethods.tt_cuda_reset_peak(device.Index), $"Reset the peak of {device}");
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

/// <summary>Use of a device's memory by tensors.</summary>
/// <param name="Allocated">Bytes now.</param>
/// <param name="Peak">Most bytes so far.</param>
public readonly record struct TensorMemory(long Allocated, long Peak);
