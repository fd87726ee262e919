namespace Trainer.Algorithms.Ppo.Rewards;

/// <summary>Finds where a sampled answer ends.</summary>
/// <param name="end">The end-of-sequence token.</param>
/// <param name="otherEnds">
/// Further tokens that end an answer, each of which overrides those before it and <paramref name="end"/>, wherever they stand; usually none.
/// LLaVA-RLHF has [1577, 29973], the pieces of a question mark: it cuts before the real end, and so calls such answers unfinished.
/// </param>
public sealed class AnswerEnd(long end, IReadOnlyList<long> otherEnds)
{
    /// <summary>Where to cut.</summary>
    /// <param name="answer">Sampled tokens; padding may follow the end.</param>
    public AnswerCut Find(ReadOnlySpan<long> answer)
    {
        int last = answer.IndexOf(end);
        foreach (long other in otherEnds)
        {
            int found = answer.IndexOf(other);
            last = found >= 0 ? found : last;
        }

        int kept = last >= 0 ? last + 1 : answer.Length;
        return new AnswerCut(kept, answer[..kept].Contains(end));
    }
}

/// <summary>What is left of a sampled answer.</summary>
/// <param name="Tokens">How many tokens to keep, the end included.</param>
/// <param name="HasEnd">Whether the end-of-sequence token is among them.</param>
public readonly record struct AnswerCut(int Tokens, bool HasEnd);
