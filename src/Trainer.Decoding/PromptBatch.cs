using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>Prompts side by side, padded on the left so that all of them end in the same column.</summary>
internal sealed class PromptBatch
{
    private readonly Prompt[] distinct;
    private readonly LlavaConfig config;

    /// <summary>Lays out the prompts of rows, of which several may share one.</summary>
    internal PromptBatch(IReadOnlyList<Prompt> rows, LlavaConfig config)
    {
        this.config = config;
        distinct = [.. rows.Distinct()];
        Length = distinct.Max(prompt => prompt.TokenIds.Length);
        Starts = [.. rows.Select(Padding)];
        RowPrompts = distinct.Length == rows.Count ? null : [.. rows.Select(row => (long)Array.IndexOf(distinct, row))];
    }

    /// <summary>Tokens of the longest one.</summary>
    internal int Length { get; }

    /// <summary>Where each row's own tokens begin.</summary>
    internal long[] Starts { get; }

    /// <summary>Which of the distinct prompts each row has; null where every row has its own.</summary>
    internal long[]? RowPrompts { get; }

    /// <summary>Ids of the distinct prompts, Int64 [prompts, length].</summary>
    internal Tensor TokenIds(Device device) => Rows(device, prompt => prompt.TokenIds, config.Text.PadTokenId);

    /// <summary>Where the distinct prompts begin, and the positions of their tokens.</summary>
    internal SequenceWindow Window(Device device) => new()
    {
        Starts = Tensor.From([.. distinct.Select(Padding)]),
        Positions = Rows(device, prompt => [.. Enumerable.Range(0, prompt.TokenIds.Length).Select(i => (long)i)], 0),
    };

    /// <summary>Pictures of the distinct prompts, Float32 [pictures, 3, size, size]; null without any.</summary>
    internal Tensor? Pixels(Device device)
    {
        int size = config.Vision.ImageSize;
        long count = distinct.Sum(prompt => (long)prompt.Pixels.Length) / (3L * size * size);
        if (count == 0)
        {
            return null;
        }

        Tensor pixels = Tensor.Empty(Placement.CpuFloat, count, 3, size, size);
        Span<float> rest = pixels.Span<float>();
        foreach (Prompt prompt in distinct)
        {
            prompt.Pixels.CopyTo(rest);
            rest = rest[prompt.Pixels.Length..];
        }

        return pixels.To(device);
    }

    /// <summary>What is asked about them; null where the model does not read it.</summary>
    internal Instructions? Instructions() => Modeling.Vision.Instructions.Of([.. distinct.SelectMany(prompt => prompt.Instructions)]);

    private long Padding(Prompt prompt) => Length - prompt.TokenIds.Length;

    private Tensor Rows(Device device, Func<Prompt, long[]> content, long padding)
    {
        var values = new long[distinct.Length * Length];
        Array.Fill(values, padding);
        for (int i = 0; i < distinct.Length; i++)
        {
            content(distinct[i]).CopyTo(values, (i * Length) + Padding(distinct[i]));
        }

        return Tensor.From(values, distinct.Length, Length).To(device);
    }
}
