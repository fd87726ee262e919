using Trainer.Torch;

namespace Trainer.Modeling;

/// <summary>How a forward pass is run: nothing about it is ambient.</summary>
public sealed record ForwardContext
{
    /// <summary>No dropout, no checkpointing.</summary>
    public static ForwardContext Inference { get; } = new();

    /// <summary>Where dropout masks come from; none switches dropout off.</summary>
    public RandomStream? Dropout { get; init; }

    /// <summary>Whether the language model's blocks are run again in the backward pass instead of keeping what they computed.</summary>
    public bool CheckpointLanguage { get; init; }

    /// <summary>The same for the vision tower.</summary>
    public bool CheckpointVision { get; init; }

    /// <summary>Who is shown attention weights; none lets attention run fused.</summary>
    public Attention.IAttentionObserver? Observer { get; init; }

    /// <summary>Runs one block, checkpointed or not, drawing the same dropout masks in both of its passes.</summary>
    internal Tensor RunBlock(bool checkpoint, Func<Tensor, Tensor> block, Tensor input)
    {
        if (!checkpoint)
        {
            return block(input);
        }

        byte[]? state = Dropout?.SaveState();
        bool again = false;
        return Torch.Checkpoint.Run(
            x =>
            {
                if (!again || state is null)
                {
                    again = true;
                    return block(x);
                }

                byte[] now = Dropout!.SaveState();
                Dropout.RestoreState(state);
                Tensor output = block(x);
                Dropout.RestoreState(now);
                return output;
            },
            input);
    }
}
