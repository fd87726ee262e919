using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Layers;

/// <summary>Cosines and sines of every position, made once (arXiv:2104.09864).</summary>
public sealed class RotaryTable : IDisposable
{
    private readonly Tensor cosine;
    private readonly Tensor sine;

    /// <summary>Fills the tables, Float32 [positions, headDim / 2].</summary>
    public RotaryTable(LlamaConfig config, Device device)
    {
        int half = config.HeadDim / 2;
        var cosines = new float[(long)config.MaxPositions * half];
        var sines = new float[cosines.Length];
        for (int position = 0; position < config.MaxPositions; position++)
        {
            for (int i = 0; i < half; i++)
            {
                // The reference makes both factors in single precision, and so must we to agree with it far out.
                float frequency = (float)Math.Pow(config.RopeTheta, -2.0 * i / config.HeadDim);
                float angle = (float)(position / config.RopeScaling) * frequency;
                cosines[(position * half) + i] = MathF.Cos(angle);
                sines[(position * half) + i] = MathF.Sin(angle);
            }
        }

        using var scope = new TensorScope();
        cosine = TensorScope.Release(Tensor.From(cosines, config.MaxPositions, half).To(device));
        sine = TensorScope.Release(Tensor.From(sines, config.MaxPositions, half).To(device));
    }

    /// <summary>Positions 0 to <paramref name="length"/> − 1 for every row.</summary>
    public RotaryAngles First(long length)
    {
        RequireRoom(length);
        return new(cosine.Narrow(0, 0, length).Unsqueeze(0), sine.Narrow(0, 0, length).Unsqueeze(0));
    }

    /// <summary>Given positions, Int64 [batch, length], each from 0 to the model's positions − 1.</summary>
    /// <exception cref="TorchException">A position lies outside.</exception>
    public RotaryAngles At(Tensor positions)
    {
        RequireInside(positions);
        long batch = positions.Size(0);
        long length = positions.Size(1);
        Tensor flat = positions.Reshape(-1);
        return new(
            cosine.IndexSelect(0, flat).View(batch, length, cosine.Size(1)),
            sine.IndexSelect(0, flat).View(batch, length, sine.Size(1)));
    }

    /// <summary>Frees the tables.</summary>
    public void Dispose()
    {
        cosine.Dispose();
        sine.Dispose();
    }

    /// <summary>Looks before the lookup does: on a GPU an index outside would end every later computation too.</summary>
    private void RequireInside(Tensor positions)
    {
        long count = cosine.Size(0);
        foreach (long position in positions.ToArray<long>())
        {
            if (position < 0 || position >= count)
            {
                throw new TorchException(
                    $"A token is at position {position}, but the model knows positions 0 to {count - 1} (max_position_embeddings). Lower data.max_length or max_new_tokens.");
            }
        }
    }

    private void RequireRoom(long length)
    {
        if (length > cosine.Size(0))
        {
            throw new TorchException(
                $"A sequence of {length} tokens is longer than the model's {cosine.Size(0)} positions. Lower data.max_length or max_new_tokens.");
        }
    }
}

/// <summary>Cosines and sines for the tokens at hand, [batch or 1, length, headDim / 2].</summary>
/// <param name="Cosine">Cosines.</param>
/// <param name="Sine">Sines.</param>
public readonly record struct RotaryAngles(Tensor Cosine, Tensor Sine)
{
    /// <summary>Rotates queries or keys, [batch, length, heads, headDim].</summary>
    public Tensor Rotate(Tensor input) => Functional.Rotary(input, Cosine, Sine);
}
