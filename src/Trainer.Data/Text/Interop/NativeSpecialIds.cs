using System.Runtime.InteropServices;

namespace Trainer.Data.Text.Interop;

/// <summary>Mirror of <c>ts_special_ids</c>; -1 where the model has no such piece.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NativeSpecialIds(int Unknown, int Bos, int Eos, int Pad);
