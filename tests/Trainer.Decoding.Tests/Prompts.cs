using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Decoding.Tests;

/// <summary>Prompts for the tiny model.</summary>
internal static class Prompts
{
    /// <summary>A prompt with one of two pictures between its tokens.</summary>
    internal static Prompt Pictured(int picture, long[] before, params long[] after)
    {
        using var scope = new TensorScope();
        return new Prompt(TinyLlava.Prompt(before, after), TinyLlava.Pixels().Select(0, picture).ToArray<float>());
    }

    /// <summary>Four prompts of different lengths, two of them with pictures.</summary>
    internal static Prompt[] Some() => [Pictured(0, [1, 5], 7, 9), new([1, 17, 5], []), Pictured(1, [1, 6, 8, 11], 3), new([1, 30, 4, 4, 9, 21], [])];
}
