using Trainer.Torch;
using Trainer.Torch.Distributed;

namespace Trainer.Training.Loop;

/// <summary>A step's figures, summed over its micro-batches and over all processes.</summary>
/// <param name="Loss">Σ of losses.</param>
/// <param name="Weight">Units that the sum has.</param>
/// <param name="Samples">Samples.</param>
/// <param name="Tokens">Tokens.</param>
/// <param name="GradientNorm">Norm of the summed gradient.</param>
internal sealed record StepSums(double Loss, double Weight, int Samples, long Tokens, double GradientNorm)
{
    /// <summary>
    /// Sums gradients and figures over all processes: two collectives of one shape, whatever a process's data were. A weight
    /// without a gradient here, such as the projector's in a step without pictures, is a zero in the buffer.
    /// </summary>
    /// <param name="group">The processes.</param>
    /// <param name="trace">What the step was made of in this process.</param>
    /// <param name="loss">Σ of losses in this process, Float64.</param>
    /// <param name="gradients">Gradients of all weights, summed in place, Float32 [count].</param>
    internal static StepSums Over(ProcessGroup group, StepTrace trace, Tensor loss, Tensor gradients)
    {
        using var scope = new TensorScope();
        Tensor counts = Tensor.From([trace.Weight, trace.Samples, trace.Tokens]).To(loss.Device);
        Tensor figures = Tensor.Cat(0, loss.View(1), counts);
        group.AllReduceSum(figures);
        group.AllReduceSum(gradients);

        // The step's only wait for the device.
        double[] sums = Tensor.Cat(0, figures, gradients.Norm().To(DType.Float64).View(1)).ToArray<double>();
        return new StepSums(sums[0], sums[1], (int)sums[2], (long)sums[3], sums[4]);
    }
}
