using System.Runtime.CompilerServices;
using System.Text;

namespace Trainer.Torch.Interop;

/// <summary>Turns a native status into an exception.</summary>
internal static unsafe class Native
{
    private const int MessageCapacity = 8192;

    static Native() => RequireAbi();

    /// <summary>Throws when <paramref name="status"/> is not 0.</summary>
    /// <param name="status">What the export returned.</param>
    /// <param name="action">What was tried, for the message.</param>
    internal static void Check(int status, string action)
    {
        if (status != 0)
        {
            throw new TorchException($"{action}: {LastError()}");
        }
    }

    /// <inheritdoc cref="Check(int, string)"/>
    internal static void Check(int status, [InterpolatedStringHandlerArgument(nameof(status))] FailureMessage action)
    {
        if (status != 0)
        {
            throw new TorchException($"{action.Take()}: {LastError()}");
        }
    }

    /// <summary>The message of this thread's last failure, first line only: what follows is a native stack trace.</summary>
    internal static string LastError()
    {
        byte* buffer = stackalloc byte[MessageCapacity];
        int length = NativeMethods.tt_last_error(buffer, MessageCapacity);
        string message = Encoding.UTF8.GetString(buffer, length);
        int trace = message.IndexOf("\nException raised from", StringComparison.Ordinal);
        return (trace < 0 ? message : message[..trace]).TrimEnd();
    }

    /// <summary>Fails with a remedy when the loaded shim was built from other sources.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RequireAbi()
    {
        int found = NativeMethods.tt_abi_version();
        if (found != NativeMethods.AbiVersion)
        {
            throw new TorchException(
                $"libtrainer_torch.so has interface {found}, but this program needs {NativeMethods.AbiVersion}. Rebuild with './trainer build'.");
        }
    }
}
