namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>POPE's authors: no, if the first sentence has the word No, not or no; everything else is yes.</summary>
internal sealed class RucaiboxAnswerParser : IPopeAnswerParser
{
    public string Name => "rucaibox";

    public bool SaysYes(string answer, bool label)
    {
        string sentence = answer.Split('.')[0].Replace(",", "", StringComparison.Ordinal);
        return !sentence.Split(' ').Any(word => word is "No" or "not" or "no");
    }
}
