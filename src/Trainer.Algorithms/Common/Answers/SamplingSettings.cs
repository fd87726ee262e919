using Trainer.Decoding;
using Trainer.Recipes;

namespace Trainer.Algorithms.Common.Answers;

/// <summary>How answers are drawn.</summary>
/// <param name="Temperature">Divides the scores.</param>
/// <param name="TopK">Draws among so many of the likeliest tokens; 0: all.</param>
/// <param name="TopP">Draws among the likeliest tokens that together have this probability.</param>
/// <param name="MaxNewTokens">Most tokens of an answer.</param>
internal sealed record SamplingSettings(double Temperature, int TopK, double TopP, int MaxNewTokens)
{
    internal GenerationOptions Options => new() { Temperature = Temperature, TopK = TopK, TopP = TopP, MaxNewTokens = MaxNewTokens };

    internal IEnumerable<Problem> Problems() =>
    [
        .. Must.BePositive(Temperature),
        .. Must.NotBeNegative(TopK),
        .. Must.BeWithin(TopP, 0, 1),
        .. Must.BePositive(MaxNewTokens),
    ];
}
