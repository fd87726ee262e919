using System.Text;

namespace Trainer.Data.Text.Interop;

/// <summary>Turns a native status into an exception.</summary>
internal static unsafe class NativeStatus
{
    private const int MessageCapacity = 4096;

    static NativeStatus()
    {
        int found = NativeMethods.ts_abi_version();
        if (found != NativeMethods.AbiVersion)
        {
            throw new DataException(
                $"libtrainer_text.so has interface {found}, but this program needs {NativeMethods.AbiVersion}. Rebuild with './trainer build'.");
        }
    }

    /// <summary>Throws when <paramref name="status"/> is not 0.</summary>
    /// <param name="status">What the export returned.</param>
    /// <param name="action">What was tried, for the message.</param>
    internal static void Check(int status, string action)
    {
        if (status != 0)
        {
            byte* buffer = stackalloc byte[MessageCapacity];
            int length = NativeMethods.ts_last_error(buffer, MessageCapacity);
            throw new DataException($"{action}: {Encoding.UTF8.GetString(buffer, length)}");
        }
    }
}
