namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>What the known names of <see cref="PickleGlobal"/> make of their arguments.</summary>
internal static class PickleCalls
{
    internal static object Call(PickleGlobal global, object?[] arguments) => (global.Kind, arguments) switch
    {
        (PickleGlobalKind.Dictionary, []) => new PickleDictionary(),
        (PickleGlobalKind.Tensor, _) => TorchTensor.From(arguments),
        (PickleGlobalKind.TypedTensor, _) => TorchTensor.FromBytes(arguments),
        (PickleGlobalKind.Parameter, [TorchTensor tensor, ..]) => tensor,
        (PickleGlobalKind.Size, [object?[] sizes]) => sizes,
        _ => throw TorchFault.Refused($"it makes a {global.Kind} out of {arguments.Length} arguments, which torch does not"),
    };
}
