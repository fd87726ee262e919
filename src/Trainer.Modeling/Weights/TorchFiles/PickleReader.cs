namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>
/// Follows a pickle's instructions as far as torch's files of weights need them. It makes dictionaries, lists, arrays for tuples, texts,
/// numbers and <see cref="TorchTensor"/>s, and nothing else; there is no way from here to any code that a file names.
/// </summary>
internal sealed class PickleReader
{
    private const int NewestProtocol = 4;

    private readonly PickleBytes source;
    private readonly PickleStack stack = new();

    private PickleReader(byte[] pickle) => source = new PickleBytes(pickle);

    /// <summary>The value that a pickle describes.</summary>
    /// <exception cref="CheckpointException">It is broken, or wants more than values; the message says at which byte.</exception>
    internal static object? Read(byte[] pickle)
    {
        var reader = new PickleReader(pickle);
        int at = 0;
        try
        {
            PickleOpcode opcode;
            while ((opcode = (PickleOpcode)reader.source.Byte()) != PickleOpcode.Stop)
            {
                reader.Follow(opcode);
                at = reader.source.Offset;
            }

            return reader.stack.Pop();
        }
        catch (CheckpointException error)
        {
            throw new CheckpointException($"at byte {at} of data.pkl, {error.Message}", error);
        }
    }

    private void Follow(PickleOpcode opcode)
    {
        if (!IsPlainValue(opcode) && !IsContainer(opcode) && !IsMemory(opcode) && !IsCall(opcode))
        {
            throw TorchFault.Refused($"the instruction 0x{(byte)opcode:x2} is none that weights need");
        }
    }

    private bool IsPlainValue(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None:
                stack.Push(null);
                return true;
            case PickleOpcode.True:
            case PickleOpcode.False:
                stack.Push(opcode == PickleOpcode.True);
                return true;
            case PickleOpcode.UInt8:
                stack.Push((long)source.Byte());
                return true;
            case PickleOpcode.UInt16:
                stack.Push((long)source.UInt16());
                return true;
            case PickleOpcode.Int32:
                stack.Push((long)source.Int32());
                return true;
            case PickleOpcode.LongInt:
                stack.Push(source.Integer());
                return true;
            case PickleOpcode.Float:
                stack.Push(source.Double());
                return true;
            case PickleOpcode.Text:
                stack.Push(source.Text(source.UInt32()));
                return true;
            case PickleOpcode.ShortText:
            case PickleOpcode.ShortBytesText:
                stack.Push(source.Text(source.Byte()));
                return true;
            default:
                return false;
        }
    }

    private bool IsContainer(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark:
                stack.Mark();
                return true;
            case PickleOpcode.EmptyTuple:
                stack.Push(Array.Empty<object?>());
                return true;
            case PickleOpcode.Tuple:
                stack.Push(stack.PopToMark());
                return true;
            case PickleOpcode.Tuple1:
            case PickleOpcode.Tuple2:
            case PickleOpcode.Tuple3:
                stack.Push(stack.Pop(opcode - PickleOpcode.Tuple1 + 1));
                return true;
            case PickleOpcode.EmptyList:
                stack.Push(new List<object?>());
                return true;
            case PickleOpcode.Append:
                Append(stack.Pop(1));
                return true;
            case PickleOpcode.Appends:
                Append(stack.PopToMark());
                return true;
            case PickleOpcode.EmptyDictionary:
                stack.Push(new PickleDictionary());
                return true;
            case PickleOpcode.SetItem:
                SetItems(stack.Pop(2));
                return true;
            case PickleOpcode.SetItems:
                SetItems(stack.PopToMark());
                return true;
            default:
                return false;
        }
    }

    private bool IsMemory(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Put:
                stack.Remember(source.Byte());
                return true;
            case PickleOpcode.LongPut:
                stack.Remember(source.UInt32());
                return true;
            case PickleOpcode.Memoize:
                stack.Remember();
                return true;
            case PickleOpcode.Get:
                stack.Recall(source.Byte());
                return true;
            case PickleOpcode.LongGet:
                stack.Recall(source.UInt32());
                return true;
            default:
                return false;
        }
    }

    private bool IsCall(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Protocol:
                RequireProtocol(source.Byte());
                return true;
            case PickleOpcode.Frame:
                source.Take(8);
                return true;
            case PickleOpcode.Global:
                PushGlobal(source.Line(), source.Line());
                return true;
            case PickleOpcode.StackGlobal:
                string name = stack.Pop<string>("a name");
                PushGlobal(stack.Pop<string>("a module"), name);
                return true;
            case PickleOpcode.PersistentId:
                stack.Push(TorchStorage.From(stack.Pop<object?[]>("a storage's description")));
                return true;
            case PickleOpcode.Reduce:
            case PickleOpcode.NewObject:
                object?[] arguments = stack.Pop<object?[]>("arguments");
                stack.Push(PickleCalls.Call(stack.Pop<PickleGlobal>("a known name"), arguments));
                return true;
            case PickleOpcode.Build:
                IgnoreState();
                return true;
            default:
                return false;
        }
    }

    private void PushGlobal(string module, string name) => stack.Push(PickleGlobal.Find(module, name));

    private void Append(object?[] values) => stack.Peek<List<object?>>("a list").AddRange(values);

    private void SetItems(object?[] pairs) => stack.Peek<PickleDictionary>("a dictionary").Add(pairs);

    /// <summary>A state dictionary of torch's carries the versions of its modules as an attribute.</summary>
    private void IgnoreState()
    {
        stack.Pop();
        stack.Peek<PickleDictionary>("a dictionary");
    }

    private static void RequireProtocol(byte protocol)
    {
        if (protocol > NewestProtocol)
        {
            throw TorchFault.SaveAgain($"it is of protocol {protocol}, but torch writes 2 and up to {NewestProtocol} is read");
        }
    }
}
