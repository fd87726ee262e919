using System.Runtime.InteropServices;

namespace Trainer.Data.Text.Interop;

/// <summary>Mirror of <c>ts_token</c>: an id and the bytes of the text that it stands for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NativeToken(int Id, int Begin, int End);
