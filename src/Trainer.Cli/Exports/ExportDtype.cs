using Trainer.Torch;

namespace Trainer.Cli.Exports;

/// <summary>Element types that a model can be written in.</summary>
internal enum ExportDtype
{
    /// <summary>As everything is computed.</summary>
    Float32 = DType.Float32,

    /// <summary>Half the size, as models are trained.</summary>
    Bfloat16 = DType.BFloat16,

    /// <summary>Half the size, finer than Bfloat16 but without its range: what llama.cpp's tools expect most.</summary>
    Float16 = DType.Float16,
}
