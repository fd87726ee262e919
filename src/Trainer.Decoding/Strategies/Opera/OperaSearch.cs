namespace Trainer.Decoding.Strategies.Opera;

/// <summary>The search for one prompt's answer: the places it has been to, and how it goes back to one of them.</summary>
/// <param name="options">When to go back.</param>
internal sealed class OperaSearch(OperaOptions options)
{
    // As many as a rollback can reach.
    private const int MostPlaces = 514;

    private readonly RollbackRule rule = new((int)options.Threshold, options.NumAttnCandidates);
    private readonly List<OperaPlace> places = [];
    private readonly List<int[]> locations = [];
    private readonly Dictionary<int, List<BeamStep>> rejected = [];

    /// <summary>Notes one step: where the search stands, and which token each beam trusts most.</summary>
    internal void Note(OperaPlace place, int[] trusted)
    {
        places.Add(place);
        locations.Add(trusted);
        if (places.Count > MostPlaces)
        {
            places.RemoveAt(0);
        }
    }

    /// <summary>Goes back if every beam has trusted the same token too often.</summary>
    /// <param name="length">Tokens of the answer with the one that is about to be chosen.</param>
    /// <returns>Where to; null: go on.</returns>
    internal Rollback? GoBack(int length)
    {
        if (rule.Decide(locations, Modes.Of(locations[^1]), length) is not { } position)
        {
            return null;
        }

        // The place that keeps so many tokens becomes the last one; the one behind it knows what was chosen there.
        int dropped = length - position - 1;
        IReadOnlyList<BeamStep> chosen = places[^dropped].Chosen;
        places.RemoveRange(places.Count - dropped, dropped);
        locations.RemoveRange(locations.Count - dropped, dropped);
        rejected.Remove(position + 1);
        rejected.TryAdd(position, []);
        rejected[position].AddRange(chosen);
        return new Rollback(places[^1], rejected[position], position);
    }
}

/// <summary>A place of the search, before a token is chosen.</summary>
/// <param name="Answers">Of each beam.</param>
/// <param name="Beams">Sums and finished answers.</param>
/// <param name="Columns">Of each beam, how much its tokens are trusted.</param>
/// <param name="Chosen">The step of each beam that led here; none at the beginning.</param>
internal sealed record OperaPlace(long[][] Answers, BeamsPlace Beams, ColumnProducts[] Columns, IReadOnlyList<BeamStep> Chosen);

/// <summary>A way back.</summary>
/// <param name="Place">Where to.</param>
/// <param name="Rejected">What was chosen there before, and must not be again.</param>
/// <param name="Kept">Tokens of the answer that are kept.</param>
internal sealed record Rollback(OperaPlace Place, IReadOnlyList<BeamStep> Rejected, int Kept);

/// <summary>A token that followed a beam.</summary>
/// <param name="Beam">The beam, from 0.</param>
/// <param name="Token">The token.</param>
internal readonly record struct BeamStep(int Beam, long Token);
