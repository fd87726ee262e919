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

    /// <summary>Who is shown the language model's states between its blocks; null: nobody.</summary>
    public IStateObserver? States { get; init; }

    /// <summary>Runs blocks one behind the other. What one makes on the way is freed before the next begins, save what gradients need.</summary>
    internal Tensor RunBlocks<TBlock>(IEnumerable<TBlock> blocks, bool checkpoint, Func<TBlock, Tensor, Tensor> run, Tensor input)
    {
        Tensor stream = input;
        foreach (TBlock block in blocks)
        {
            using var scope = new TensorScope();
            Tensor next = scope.Keep(RunBlock(checkpoint, x => run(block, x), stream));
            if (!ReferenceEquals(stream, input))
            {
                stream.Dispose();
            }

            stream = next;
        }

        return stream;
    }

    /// <summary>Runs one block, checkpointed or not, drawing the same dropout masks in both of its passes.</summary>
    private Tensor RunBlock(bool checkpoint, Func<Tensor, Tensor> block, Tensor input)
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
