namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>
/// LLaVA-Align: right, if the label's word is anywhere in the answer, even inside another word ("know"). An answer with
/// neither word is wrong for both labels, and one with both is right for both.
/// </summary>
internal sealed class LlavaAlignAnswerParser : IPopeAnswerParser
{
    public string Name => "llava_align";

    public bool SaysYes(string answer, bool label)
    {
        bool isRight = answer.Contains(label ? "yes" : "no", StringComparison.OrdinalIgnoreCase);
        return isRight == label;
    }
}
