using Trainer.Torch;

namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>A row of elements in an archive's entry, which one or several tensors show.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Key">Name of the entry within the archive's data folder.</param>
/// <param name="Count">Elements.</param>
public sealed record TorchStorage(DType Type, string Key, long Count)
{
    /// <summary>Reads <c>("storage", type, key, location, count)</c>. Where the elements were is of no interest: they come to the processor.</summary>
    internal static TorchStorage From(object?[] id) => id is ["storage", PickleGlobal { Kind: PickleGlobalKind.Storage, Type: { } type }, string key, string, long and >= 0 and var count]
        ? new TorchStorage(type, key, count)
        : throw TorchFault.Refused("something is kept outside the pickle that is not a storage of a known type");

    /// <summary>The same bytes as elements of a type.</summary>
    internal TorchStorage As(DType type) => Type == DType.UInt8 && Count % type.Size() == 0
        ? new TorchStorage(type, Key, Count / type.Size())
        : throw TorchFault.Damaged($"storage '{TorchFault.Shown(Key)}' of {Count} {Type} is to hold {type}, but only whole elements in bytes can be read so");
}
