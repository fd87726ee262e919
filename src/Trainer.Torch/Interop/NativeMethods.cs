using System.Runtime.InteropServices;

namespace Trainer.Torch.Interop;

/// <summary>The C interface of <c>libtrainer_torch</c>, one line an export. Every call returns a status: 0 is success.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "trainer_torch";
    internal const int AbiVersion = 2;

    static NativeMethods() => NativeLibraryLocator.Register(typeof(NativeMethods).Assembly);

    [LibraryImport(Library)]
    internal static partial int tt_abi_version();

    [LibraryImport(Library)]
    internal static partial int tt_last_error(byte* buffer, int length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int tt_operator_find(string name, string overload, out nint result);

    [LibraryImport(Library)]
    internal static partial int tt_operator_call(nint operation, NativeValue* input, int inputCount, NativeValue* output, int outputCapacity, out int outputCount);

    [LibraryImport(Library)]
    internal static partial void tt_tensor_free(nint tensor);

    [LibraryImport(Library)]
    internal static partial int tt_tensor_retain(nint* tensors, int count);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long tt_tensor_live_count();

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int tt_tensor_rank(nint tensor);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void tt_tensor_info(nint tensor, long* sizes, out int dtype, out int deviceKind, out int deviceIndex);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int tt_tensor_is_contiguous(nint tensor);

    [LibraryImport(Library)]
    internal static partial int tt_tensor_data(nint tensor, out void* data, out long bytes);

    [LibraryImport(Library)]
    internal static partial int tt_tensor_empty(long* sizes, int rank, int dtype, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(Library)]
    internal static partial int tt_tensor_from_memory(void* data, long* sizes, int rank, int dtype, delegate* unmanaged<nint, void> release, nint context, out nint result);

    [LibraryImport(Library)]
    internal static partial int tt_tensor_set_requires_grad(nint tensor, int value);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int tt_tensor_requires_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int tt_tensor_grad(nint tensor, out nint result);

    [LibraryImport(Library)]
    internal static partial int tt_tensor_set_grad(nint tensor, nint gradient);

    [LibraryImport(Library)]
    internal static partial int tt_autograd_backward(nint* roots, nint* gradients, int count);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int tt_grad_mode();

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void tt_set_grad_mode(int enabled);

    [LibraryImport(Library)]
    internal static partial int tt_autograd_attach(nint* inputs, int inputCount, nint* outputs, int outputCount, delegate* unmanaged<nint, nint*, int, nint*, int, int> backward, delegate* unmanaged<nint, void> release, nint context);

    [LibraryImport(Library)]
    internal static partial int tt_generator_new(int deviceKind, int deviceIndex, ulong seed, out nint result);

    [LibraryImport(Library)]
    internal static partial void tt_generator_free(nint generator);

    [LibraryImport(Library)]
    internal static partial int tt_generator_get_state(nint generator, out nint state);

    [LibraryImport(Library)]
    internal static partial int tt_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)]
    internal static partial int tt_set_threads(int count);

    [LibraryImport(Library)]
    internal static partial int tt_get_threads();

    [LibraryImport(Library)]
    internal static partial int tt_cuda_device_count();

    [LibraryImport(Library)]
    internal static partial int tt_cuda_memory(int device, out long allocated, out long peak);

    [LibraryImport(Library)]
    internal static partial int tt_cuda_reset_peak(int device);

    [LibraryImport(Library)]
    internal static partial void tt_cpu_memory(out long allocated, out long peak);

    [LibraryImport(Library)]
    internal static partial void tt_cpu_reset_peak();

    [LibraryImport(Library)]
    internal static partial int tt_cuda_synchronize(int device);

    [LibraryImport(Library)]
    internal static partial int tt_version(byte* buffer, int length);

    [LibraryImport(Library)]
    internal static partial int tt_configuration(byte* buffer, int length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int tt_group_open(int nccl, string host, int port, int rank, int size, long timeout, string networkInterface, string address, out nint result);

    [LibraryImport(Library)]
    internal static partial void tt_group_close(nint group);

    [LibraryImport(Library)]
    internal static partial int tt_group_all_reduce(nint group, nint tensor);

    [LibraryImport(Library)]
    internal static partial int tt_group_broadcast(nint group, nint tensor);

    [LibraryImport(Library)]
    internal static partial int tt_group_all_gather(nint group, nint tensor, nint output);
}
