namespace Trainer.Modeling.Configuration;

/// <summary>How a checkpoint's weights are named and its config.json is built.</summary>
public enum CheckpointLayout
{
    /// <summary>Hugging Face's, which <c>LlavaForConditionalGeneration</c> of transformers reads. It has no place for a linear projector.</summary>
    HuggingFace,

    /// <summary>The llava package's (<c>LlavaLlamaForCausalLM</c>). It has no row for pictures in the vocabulary.</summary>
    Llava,

    /// <summary>That of transformers' BLIP-2: tower, Q-Former and a language model of any family.</summary>
    Blip2,

    /// <summary>That of transformers' InstructBLIP.</summary>
    InstructBlip,
}
