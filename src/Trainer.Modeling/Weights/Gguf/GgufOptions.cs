using Trainer.Torch;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>How <see cref="GgufCheckpoint.Save"/> writes a model.</summary>
public sealed record GgufOptions
{
    /// <summary>The model's name in the files.</summary>
    public required string Name { get; init; }

    /// <summary>What the language model's file says of the tokenizer, under llama.cpp's keys; one token for each row of the model's vocabulary.</summary>
    public required IReadOnlyList<KeyValuePair<string, object>> Tokenizer { get; init; }

    /// <summary>Element type of the matrices: Float32, Float16 or BFloat16. Vectors and positions stay Float32, as llama.cpp computes with them.</summary>
    public DType Type { get; init; } = DType.Float32;
}
