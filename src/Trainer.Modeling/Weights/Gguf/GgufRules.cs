using Trainer.Modeling.Backbones.Llava;
using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Weights.Gguf;

/// <summary>What llama.cpp can compute of our models: LLaVA 1 and 1.5 with CLIP's patches.</summary>
internal static class GgufRules
{
    /// <exception cref="CheckpointException">llama.cpp would not compute what the model does; the message says why.</exception>
    internal static void Require(LlavaConfig config)
    {
        if (Problem(config) is { } problem)
        {
            throw new CheckpointException($"This model can't be written as GGUF, since {problem}. Export it as safetensors.");
        }
    }

    private static string? Problem(LlavaConfig config) => config switch
    {
        _ when config.Family != LlavaBackbone.Instance => $"llama.cpp reads LLaVA's tower and projector, but not those of {config.Family.Name}",
        { KeepClassToken: true } => "llama.cpp leaves the class token out, which this model reads beside the patches (vision_feature_select_strategy full, mm_vision_select_feature cls_patch)",
        // It tells by their shapes whether an older converter wrote the two matrices under each other's names.
        { Vision: var vision } when vision.IntermediateSize == vision.HiddenSize => $"llama.cpp can't tell apart a tower's two feed-forward matrices of {vision.HiddenSize} by {vision.HiddenSize}",
        _ => null,
    };
}
