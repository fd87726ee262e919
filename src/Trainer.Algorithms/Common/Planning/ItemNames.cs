namespace Trainer.Algorithms.Common.Planning;

/// <summary>What items of plans are called.</summary>
public static class ItemNames
{
    /// <summary>Weights that stay as they are.</summary>
    public const string Frozen = "frozen weights";

    /// <summary>Weights that learn, their gradients and moments.</summary>
    public const string Learning = "learning weights, gradients, moments";

    /// <summary>Adapters of roles that don't learn.</summary>
    public const string FrozenAdapters = "adapters that don't learn";

    /// <summary>Originals of merged weights.</summary>
    public const string Merged = "weights aside while merged";

    /// <summary>Rotary angles.</summary>
    public const string Rotary = "rotary tables";

    /// <summary>Features of pictures.</summary>
    public const string Features = "kept image features";

    /// <summary>Micro-batches that wait.</summary>
    public const string Waiting = "batches made ready";

    /// <summary>What the backward pass reads again.</summary>
    public const string Activations = "activations";

    /// <summary>What it reads beyond that where kernels aren't fused.</summary>
    public const string Composition = "activations of composed kernels";

    /// <summary>What a vision tower that learns keeps.</summary>
    public const string Tower = "activations of the vision tower";

    /// <summary>What a Q-Former keeps that learns, or behind which the tower learns.</summary>
    public const string QFormer = "activations of the Q-Former";

    /// <summary>Inputs and outputs of the blocks, and pictures.</summary>
    public const string Outside = "embeddings, states, pictures";

    /// <summary>Scores of the vocabulary.</summary>
    public const string Logits = "logits";

    /// <summary>Results that live within one block.</summary>
    public const string Passing = "passing results of a block";

    /// <summary>Keys and values.</summary>
    public const string Cache = "keys and values";
}
