namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>OPERA: no, if any word of the whole answer is No, not, no or NO, or ends with n't; everything else is yes.</summary>
internal sealed class OperaAnswerParser : IPopeAnswerParser
{
    public string Name => "opera";

    public bool SaysYes(string answer, bool label)
    {
        string text = answer.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        return !text.Split(' ').Any(word => word is "No" or "not" or "no" or "NO" || word.EndsWith("n't", StringComparison.Ordinal));
    }
}
