using System.Runtime.InteropServices;

namespace Trainer.Data.Text.Interop;

/// <summary>The C interface of <c>libtrainer_text</c>, one line an export. Every call returns a status: 0 is success.</summary>
internal static unsafe partial class NativeMethods
{
    internal const int AbiVersion = 1;
    private const string Library = "trainer_text";

    static NativeMethods() => DataLibraries.Register();

    [LibraryImport(Library)]
    internal static partial int ts_abi_version();

    [LibraryImport(Library)]
    internal static partial int ts_last_error(byte* buffer, int capacity);

    [LibraryImport(Library)]
    internal static partial int ts_model_load(byte* bytes, long length, out ModelHandle result);

    [LibraryImport(Library)]
    internal static partial void ts_model_free(nint model);

    [LibraryImport(Library)]
    internal static partial int ts_model_info(ModelHandle model, out int size, out NativeSpecialIds special);

    [LibraryImport(Library)]
    internal static partial int ts_model_bytes(ModelHandle model, byte* buffer, long capacity, out long length);

    [LibraryImport(Library)]
    internal static partial int ts_piece_to_id(ModelHandle model, byte* piece, int length, out int id);

    [LibraryImport(Library)]
    internal static partial int ts_id_to_piece(ModelHandle model, int id, byte* buffer, long capacity, out long length);

    [LibraryImport(Library)]
    internal static partial int ts_encode(ModelHandle model, byte* text, int length, NativeToken* tokens, long capacity, out long count);

    [LibraryImport(Library)]
    internal static partial int ts_decode(ModelHandle model, int* ids, int count, byte* buffer, long capacity, out long length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ts_train(string[] names, string[] values, int count, out ModelHandle result);
}
