using System.Text;

namespace Trainer.Data.Text.Interop;

/// <summary>One sentencepiece model in memory: text to pieces and back, nothing of Hugging Face's conventions.</summary>
internal sealed unsafe class SentencePieceModel : IDisposable
{
    private readonly ModelHandle handle;

    private SentencePieceModel(ModelHandle handle)
    {
        this.handle = handle;
        NativeStatus.Check(NativeMethods.ts_model_info(handle, out int size, out NativeSpecialIds special), "Read the tokenizer model");
        Size = size;
        Special = special;
    }

    /// <summary>Number of pieces.</summary>
    internal int Size { get; }

    /// <summary>Ids of the control pieces.</summary>
    internal NativeSpecialIds Special { get; }

    /// <summary>Parses a model file's bytes.</summary>
    internal static SentencePieceModel Parse(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            NativeStatus.Check(NativeMethods.ts_model_load(start, bytes.Length, out ModelHandle handle), "Load a tokenizer model");
            return new SentencePieceModel(handle);
        }
    }

    /// <summary>Trains a model with sentencepiece's own options.</summary>
    internal static SentencePieceModel Train(IReadOnlyDictionary<string, string> options)
    {
        string[] names = [.. options.Keys];
        string[] values = [.. options.Values];
        NativeStatus.Check(NativeMethods.ts_train(names, values, names.Length, out ModelHandle handle), "Train a tokenizer");
        return new SentencePieceModel(handle);
    }

    /// <summary>The model as a model file holds it.</summary>
    internal byte[] ToBytes() =>
        ReadAll(1 << 16, "Serialise a tokenizer", (byte* buffer, long capacity, out long length) =>
            NativeMethods.ts_model_bytes(handle, buffer, capacity, out length));

    /// <summary>Id of a piece, or the unknown id.</summary>
    internal int IdOf(string piece)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(piece);
        fixed (byte* start = bytes)
        {
            NativeStatus.Check(NativeMethods.ts_piece_to_id(handle, start, bytes.Length, out int id), $"Look up the piece '{piece}'");
            return id;
        }
    }

    /// <summary>Text of a piece, with U+2581 for a space.</summary>
    internal string PieceOf(int id) =>
        Encoding.UTF8.GetString(ReadAll(64, $"Look up piece {id}", (byte* buffer, long capacity, out long length) =>
            NativeMethods.ts_id_to_piece(handle, id, buffer, capacity, out length)));

    /// <summary>Encodes UTF-8 text; positions count bytes.</summary>
    internal NativeToken[] Encode(ReadOnlySpan<byte> text)
    {
        // Without a normaliser that expands text there are at most as many pieces as bytes, and the leading space.
        var tokens = new NativeToken[text.Length + 1];
        long count = EncodeInto(text, tokens);
        if (count > tokens.Length)
        {
            tokens = new NativeToken[count];
            EncodeInto(text, tokens);
        }

        return tokens[..(int)count];
    }

    /// <summary>Text of a list of ids.</summary>
    internal string Decode(ReadOnlySpan<int> ids)
    {
        fixed (int* start = ids)
        {
            int* list = start;
            int count = ids.Length;
            return Encoding.UTF8.GetString(ReadAll(16 + (8 * count), "Decode ids", (byte* buffer, long capacity, out long length) =>
                NativeMethods.ts_decode(handle, list, count, buffer, capacity, out length)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private long EncodeInto(ReadOnlySpan<byte> text, NativeToken[] tokens)
    {
        fixed (byte* start = text)
        fixed (NativeToken* first = tokens)
        {
            NativeStatus.Check(NativeMethods.ts_encode(handle, start, text.Length, first, tokens.Length, out long count), "Encode text");
            return count;
        }
    }

    private delegate int Export(byte* buffer, long capacity, out long length);

    // The exports report how much there is: a guess that is too small costs a second call.
    private static byte[] ReadAll(int guess, string action, Export export)
    {
        var bytes = new byte[guess];
        long length = Read(bytes);
        if (length > bytes.Length)
        {
            bytes = new byte[length];
            Read(bytes);
        }

        return bytes[..(int)length];

        long Read(byte[] target)
        {
            fixed (byte* start = target)
            {
                NativeStatus.Check(export(start, target.Length, out long written), action);
                return written;
            }
        }
    }
}
