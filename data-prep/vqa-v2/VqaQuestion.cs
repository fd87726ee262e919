using Trainer.Preparation.Common;

namespace Trainer.Preparation.VqaV2;

/// <summary>A question and the answer that most people gave.</summary>
/// <param name="Place">Where the question stands.</param>
/// <param name="Id">Its number.</param>
/// <param name="ImageId">Number of COCO's picture.</param>
/// <param name="Text">The question.</param>
/// <param name="Answer">The answer in small letters, as stored.</param>
/// <param name="IsYesNo">Whether it is yes or no.</param>
internal sealed record VqaQuestion(UnitPlace Place, long Id, long ImageId, string Text, string Answer, bool IsYesNo)
{
    /// <summary>The answer as a sentence begins: Yes.</summary>
    internal string Said => char.ToUpperInvariant(Answer[0]) + Answer[1..];
}
