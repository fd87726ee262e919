using System.Runtime.CompilerServices;

namespace Trainer.Torch.Interop;

/// <summary>What was tried, put into words only where it failed: successful calls are far too many to describe each of them.</summary>
[InterpolatedStringHandler]
internal ref struct FailureMessage
{
    private DefaultInterpolatedStringHandler text;

    /// <summary>Called by the compiler before any part of the message is evaluated.</summary>
    /// <param name="literalLength">Characters that are written as they are.</param>
    /// <param name="formattedCount">Values among them.</param>
    /// <param name="status">What the export returned.</param>
    /// <param name="failed">Whether the parts are wanted.</param>
    public FailureMessage(int literalLength, int formattedCount, int status, out bool failed)
    {
        failed = status != 0;
        text = failed ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    /// <summary>Adds literal text.</summary>
    public void AppendLiteral(string value) => text.AppendLiteral(value);

    /// <summary>Adds a value.</summary>
    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    /// <summary>The whole message.</summary>
    internal string Take() => text.ToStringAndClear();
}
