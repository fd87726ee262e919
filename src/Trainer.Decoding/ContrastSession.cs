using Trainer.Decoding.Strategies;
using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>
/// Shows a strategy one row for each prompt, behind which the model reads the prompt and its contrasting branches side by side,
/// each with its own cache and all with the same answer.
/// </summary>
/// <param name="inner">Rows in groups: a prompt, then its branches.</param>
/// <param name="contrast">How their scores become one.</param>
/// <param name="branches">Branches of each prompt.</param>
public sealed class ContrastSession(IDecodingSession inner, Contrast contrast, int branches) : IDecodingSession
{
    private readonly int group = branches + 1;

    /// <summary>The rows that <paramref name="contrast"/> makes of prompts.</summary>
    public static IReadOnlyList<Prompt> RowsOf(IReadOnlyList<Prompt> prompts, Contrast contrast)
    {
        // Rows of one prompt, such as beams, share its branches as they share the prompt.
        Dictionary<Prompt, IReadOnlyList<Prompt>> branches = prompts.Distinct().ToDictionary(prompt => prompt, contrast.Branches);
        return [.. prompts.SelectMany(prompt => branches[prompt].Prepend(prompt))];
    }

    /// <inheritdoc/>
    public Tensor Begin() => Combine(inner.Begin(), isFirst: true);

    /// <inheritdoc/>
    public Tensor Advance(long[] tokens, long[]? rows = null) =>
        Combine(inner.Advance(ForGroups(tokens), rows is null ? null : Members(rows)), isFirst: false);

    /// <inheritdoc/>
    public void Peek(long[] rows, long[] tokens) => inner.Peek(Members(rows), ForGroups(tokens));

    /// <inheritdoc/>
    public Tensor Restart(IReadOnlyList<IReadOnlyList<long>> answers) => Combine(inner.Restart(ForGroups(answers)), isFirst: false);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private Tensor Others(Tensor grouped) => branches == 1 ? grouped.Select(1, 1) : grouped.Narrow(1, 1, branches).Mean(1);

    private long[] Members(long[] rows) => [.. rows.SelectMany(row => Enumerable.Range(0, group).Select(member => (row * group) + member))];

    private T[] ForGroups<T>(IEnumerable<T> values) => [.. values.SelectMany(value => Enumerable.Repeat(value, group))];

    private Tensor Combine(Tensor scores, bool isFirst)
    {
        using var scope = new TensorScope();
        Tensor grouped = scores.To(DType.Float32).View(scores.Size(0) / group, group, scores.Size(1));
        Tensor own = grouped.Select(1, 0);
        bool isContrasted = isFirst || !contrast.FirstTokenOnly;
        return scope.Keep(contrast.Combine(own, isContrasted ? Others(grouped) : own));
    }
}
