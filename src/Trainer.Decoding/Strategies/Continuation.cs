namespace Trainer.Decoding.Strategies;

/// <summary>A token that may follow a beam.</summary>
/// <param name="Row">The beam's row in the batch.</param>
/// <param name="Token">The token.</param>
/// <param name="Sum">Sum of the log-probabilities of the beam's tokens and this one.</param>
public readonly record struct Continuation(int Row, long Token, float Sum);

/// <summary>The best of the continuations that are offered for one prompt; of equally good ones, those that were offered first.</summary>
/// <param name="capacity">How many are kept.</param>
public sealed class BestContinuations(int capacity)
{
    private readonly List<Continuation> kept = new(capacity + 1);

    /// <summary>The kept ones, the best first.</summary>
    public Continuation[] ToArray() => [.. kept];

    /// <summary>Keeps one if it is among the best so far.</summary>
    public void Offer(Continuation offered)
    {
        int place = kept.Count;
        while (place > 0 && kept[place - 1].Sum < offered.Sum)
        {
            place--;
        }

        if (place < capacity)
        {
            kept.Insert(place, offered);
        }

        if (kept.Count > capacity)
        {
            kept.RemoveAt(capacity);
        }
    }
}
