namespace Trainer.Torch;

/// <summary>Activation checkpointing: trades a second forward pass for the memory of a block's intermediate results.</summary>
public static class Checkpoint
{
    /// <summary>
    /// Runs <paramref name="block"/> without keeping what it computes in between, and again during the backward pass.
    /// Weights that the block uses get their gradients from the second run. The block must be repeatable: dropout inside
    /// it has to come from a stream whose state it restores.
    /// </summary>
    /// <param name="block">A function of one tensor.</param>
    /// <param name="input">Its argument.</param>
    public static Tensor Run(Func<Tensor, Tensor> block, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (!GradientMode.IsRecording)
        {
            return block(input);
        }

        Tensor output;
        using (var scope = new TensorScope())
        using (GradientMode.Off())
        {
            output = scope.Keep(block(input).Detach());
        }

        // The backward pass may run after the caller's scope has freed its tensors, so it needs a reference of its own.
        Tensor saved = TensorScope.Release(input.Detach());
        bool inputNeedsGradient = input.RequiresGrad;
        CustomGradient.Attach([input], [output], gradients =>
        {
            using Tensor kept = saved;
            using var mode = GradientMode.On();
            Tensor leaf = saved.Detach();
            leaf.RequiresGrad = inputNeedsGradient;
            Tensor again = block(leaf);
            Tensor.Backward([again], gradients);
            return [leaf.Grad];
        });
        return output;
    }
}
