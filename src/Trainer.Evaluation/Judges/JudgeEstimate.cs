using System.Globalization;

namespace Trainer.Evaluation.Judges;

/// <summary>What judging will take, told before it begins.</summary>
/// <param name="Requests">Verdicts that are wanted, repetitions included.</param>
/// <param name="Known">Those that are kept from before.</param>
/// <param name="InputTokens">Tokens that the judge will read, roughly.</param>
/// <param name="OutputTokens">Tokens that it may write at most.</param>
/// <param name="Cost">At most so many dollars; null where prices are unknown.</param>
public sealed record JudgeEstimate(int Requests, int Known, long InputTokens, long OutputTokens, double? Cost)
{
    /// <summary>English text has about four characters a token.</summary>
    private const int CharactersPerToken = 4;

    /// <summary>What OpenAI's models count for a picture of 1024 × 1024: four tiles of 170 tokens and 85 for the whole.</summary>
    private const int TokensPerPicture = 765;

    private const double Million = 1e6;

    /// <summary>Estimates the requests that are not known yet.</summary>
    internal static JudgeEstimate Of(IReadOnlyList<JudgeRequest> open, int known, JudgeOptions options)
    {
        long input = open.Sum(request => ((request.User.Length + (request.System?.Length ?? 0)) / CharactersPerToken) + (long)(request.Images.Count * TokensPerPicture));
        long output = open.Sum(request => (long)request.MaxTokens);
        return new JudgeEstimate(open.Count + known, known, input, output, ((input * options.InputPrice) + (output * options.OutputPrice)) / Million);
    }

    /// <summary>One sentence.</summary>
    public override string ToString()
    {
        string cost = Cost is { } dollars ? string.Create(CultureInfo.InvariantCulture, $", at most ${dollars:F2}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Requests} verdicts, {Known} of them known; about {InputTokens / Million:F2} million tokens to read and at most {OutputTokens / Million:F2} million to write{cost}");
    }
}
