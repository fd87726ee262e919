namespace Trainer.Cli.Exports;

/// <summary>Software that a model is written for.</summary>
internal enum ExportFormat
{
    /// <summary>transformers or the llava package: a folder with safetensors.</summary>
    Safetensors,

    /// <summary>llama.cpp: a file of the language model, and one of tower and projector.</summary>
    Gguf,
}
