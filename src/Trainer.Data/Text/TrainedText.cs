namespace Trainer.Data.Text;

/// <summary>
/// Tells which tokens of a rendered conversation are learnt, from their places in the text. Counting the tokens of separately encoded parts,
/// as LLaVA does, agrees only with vocabularies that split these parts alike.
/// </summary>
internal sealed class TrainedText
{
    private readonly bool[] trained;

    internal TrainedText(IReadOnlyList<TemplateSpan> spans) =>
        trained = [.. spans.SelectMany(span => Enumerable.Repeat(span.IsTrained, span.Text.Length))];

    /// <summary>Whether a token is learnt. One that reaches from a prompt into an answer is; one without text goes with what follows it.</summary>
    internal bool Covers(TextToken token)
    {
        int decisive = token.End > token.Begin ? token.End - 1 : token.Begin;
        return decisive < trained.Length && trained[decisive];
    }
}
