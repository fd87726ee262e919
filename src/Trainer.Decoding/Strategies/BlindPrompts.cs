using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Decoding.Strategies;

/// <summary>
/// Makes the prompts that contrastive decoding and calibration weigh a prompt against: the same question without its picture, or with one
/// that shows nothing.
/// </summary>
/// <param name="config">Which token stands for pictures, and how many of them for each.</param>
/// <param name="unknownToken">The token that <see cref="BlindInput.Unk"/> puts in a picture's place.</param>
/// <param name="random">Root of the noise. The same prompt always gets the same, whatever else is asked beside it.</param>
public sealed class BlindPrompts(LlavaConfig config, long unknownToken, RandomRoot random)
{
    private readonly DiffusionNoise noise = new();

    /// <summary>Step of the noise, from 0 to 999; visual contrastive decoding takes 500, calibration 999.</summary>
    public int NoiseStep { get; init; } = 500;

    /// <summary>Weighs prompts against one or several of their blind forms, whose scores are averaged.</summary>
    public Contrast Against(params IReadOnlyList<BlindInput> inputs) =>
        new() { Branches = prompt => [.. inputs.Select(input => Make(prompt, input))] };

    /// <summary>A prompt's blind form; a prompt without pictures is its own.</summary>
    public Prompt Make(Prompt prompt, BlindInput input) => prompt.Pixels.Length == 0 ? prompt : input switch
    {
        BlindInput.None => new Prompt([.. prompt.TokenIds.Where(id => !config.PictureTokens.Contains(id))], []),
        BlindInput.Unk => new Prompt([.. WithUnknown(prompt.TokenIds)], []),
        BlindInput.Noise => prompt with { Pixels = Noised(prompt) },
        BlindInput.Zero => prompt with { Pixels = new float[prompt.Pixels.Length] },
        BlindInput.One => prompt with { Pixels = [.. Enumerable.Repeat(1f, prompt.Pixels.Length)] },
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "Unknown kind of blind input."),
    };

    private IEnumerable<long> WithUnknown(long[] ids)
    {
        int seen = 0;
        foreach (long id in ids)
        {
            if (!config.PictureTokens.Contains(id))
            {
                yield return id;
            }
            else if (id == config.ImageTokenId && seen++ % config.ImageTokenCount == 0)
            {
                yield return unknownToken;
            }
        }
    }

    private float[] Noised(Prompt prompt)
    {
        using var scope = new TensorScope();
        using RandomStream stream = random.Stream("blind-noise", Fingerprint(prompt));
        return noise.Apply(Tensor.From(prompt.Pixels), NoiseStep, stream).ToArray<float>();
    }

    private static long Fingerprint(Prompt prompt)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(prompt.TokenIds.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(prompt.Pixels.AsSpan()));
        return BinaryPrimitives.ReadInt64LittleEndian(hash.GetHashAndReset());
    }
}
