using Trainer.Torch;

namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>
/// The few names of Python that torch's files need. They are looked up in this list and nowhere else: a name is a word here, and never leads to code.
/// </summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Type">For a storage, the type of its elements, bytes where it has none; for an element type, that type.</param>
internal sealed record PickleGlobal(PickleGlobalKind Kind, DType? Type = null)
{
    private static readonly Dictionary<(string Module, string Name), PickleGlobal> Known = new()
    {
        [("collections", "OrderedDict")] = new(PickleGlobalKind.Dictionary),
        [("torch._utils", "_rebuild_tensor")] = new(PickleGlobalKind.Tensor),
        [("torch._utils", "_rebuild_tensor_v2")] = new(PickleGlobalKind.Tensor),
        [("torch._utils", "_rebuild_tensor_v3")] = new(PickleGlobalKind.TypedTensor),
        [("torch._utils", "_rebuild_parameter")] = new(PickleGlobalKind.Parameter),
        [("torch.nn.parameter", "Parameter")] = new(PickleGlobalKind.Parameter),
        [("torch", "Size")] = new(PickleGlobalKind.Size),
        [("torch", "DoubleStorage")] = new(PickleGlobalKind.Storage, DType.Float64),
        [("torch", "FloatStorage")] = new(PickleGlobalKind.Storage, DType.Float32),
        [("torch", "HalfStorage")] = new(PickleGlobalKind.Storage, DType.Float16),
        [("torch", "BFloat16Storage")] = new(PickleGlobalKind.Storage, DType.BFloat16),
        [("torch", "LongStorage")] = new(PickleGlobalKind.Storage, DType.Int64),
        [("torch", "IntStorage")] = new(PickleGlobalKind.Storage, DType.Int32),
        [("torch", "ShortStorage")] = new(PickleGlobalKind.Storage, DType.Int16),
        [("torch", "CharStorage")] = new(PickleGlobalKind.Storage, DType.Int8),
        [("torch", "ByteStorage")] = new(PickleGlobalKind.Storage, DType.UInt8),
        [("torch", "BoolStorage")] = new(PickleGlobalKind.Storage, DType.Bool),
        [("torch.storage", "UntypedStorage")] = new(PickleGlobalKind.Storage, DType.UInt8),
        [("torch", "float64")] = new(PickleGlobalKind.ElementType, DType.Float64),
        [("torch", "float32")] = new(PickleGlobalKind.ElementType, DType.Float32),
        [("torch", "float16")] = new(PickleGlobalKind.ElementType, DType.Float16),
        [("torch", "bfloat16")] = new(PickleGlobalKind.ElementType, DType.BFloat16),
        [("torch", "int64")] = new(PickleGlobalKind.ElementType, DType.Int64),
        [("torch", "int32")] = new(PickleGlobalKind.ElementType, DType.Int32),
        [("torch", "int16")] = new(PickleGlobalKind.ElementType, DType.Int16),
        [("torch", "int8")] = new(PickleGlobalKind.ElementType, DType.Int8),
        [("torch", "uint8")] = new(PickleGlobalKind.ElementType, DType.UInt8),
        [("torch", "bool")] = new(PickleGlobalKind.ElementType, DType.Bool),
    };

    /// <summary>The name of the storage of a type.</summary>
    internal static string StorageOf(DType type) =>
        Known.First(entry => entry.Key.Module == "torch" && entry.Value.Kind == PickleGlobalKind.Storage && entry.Value.Type == type).Key.Name;

    /// <summary>Finds a name in the list.</summary>
    /// <exception cref="CheckpointException">It is not there.</exception>
    internal static PickleGlobal Find(string module, string name) => Known.TryGetValue((module, name), out PickleGlobal? known)
        ? known
        : throw TorchFault.Refused($"it asks for {TorchFault.Shown(module)}.{TorchFault.Shown(name)}, but only tensors and plain dictionaries, lists, texts and numbers are read");
}

/// <summary>What a name stands for.</summary>
internal enum PickleGlobalKind
{
    Dictionary,
    Tensor,
    TypedTensor,
    Parameter,
    Size,
    Storage,
    ElementType,
}
