namespace Trainer.Annotation.Judgements;

/// <summary>What somebody says of a pair.</summary>
/// <param name="Item">Number of the pair, from 0.</param>
/// <param name="Left">The answer that stood on the left: <see cref="Choice.First"/> or <see cref="Choice.Second"/>.</param>
public sealed record Judgement(int Item, Choice Left)
{
    /// <summary>The answer with more hallucinated content; null: not said yet.</summary>
    public Choice? Hallucination { get; init; }

    /// <summary>The more helpful answer; null: not said yet.</summary>
    public Choice? Helpfulness { get; init; }

    /// <summary>Whether the annotator passed the pair on without a word.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Whether nothing more is asked.</summary>
    public bool IsDone => IsSkipped || (Hallucination is not null && Helpfulness is not null);

    /// <summary>Whether there is a mark to take back.</summary>
    public bool HasMark => IsSkipped || Hallucination is not null || Helpfulness is not null;

    /// <summary>The better answer: the one that hallucinates less, else the more helpful one; null where nothing was said.</summary>
    public Choice? Preference => IsSkipped || !IsDone ? null : Hallucination switch
    {
        Choice.First => Choice.Second,
        Choice.Second => Choice.First,
        _ => Helpfulness,
    };

    /// <summary>The judgement with one question answered.</summary>
    public Judgement With(Question question, Choice choice) =>
        question == Question.Hallucination ? this with { Hallucination = choice } : this with { Helpfulness = choice };

    /// <summary>The judgement without its last mark.</summary>
    public Judgement WithoutLastMark() =>
        IsSkipped ? this with { IsSkipped = false }
        : Helpfulness is not null ? this with { Helpfulness = null }
        : this with { Hallucination = null };

    /// <summary>The answer that stands on a side.</summary>
    public Choice At(Side side) => side switch
    {
        Side.Left => Left,
        Side.Right => Left == Choice.First ? Choice.Second : Choice.First,
        _ => Choice.Same,
    };

    /// <summary>The side that an answer stands on; null where nothing was chosen.</summary>
    public Side? SideOf(Choice? choice) => choice is null ? null : choice == Choice.Same ? Side.Same : choice == Left ? Side.Left : Side.Right;
}
