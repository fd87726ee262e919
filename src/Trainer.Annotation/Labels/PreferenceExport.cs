using Trainer.Annotation.Judgements;
using Trainer.Data.Preferences;

namespace Trainer.Annotation.Labels;

/// <summary>Turns votes into preferences that the stages <c>reward</c> and <c>dpo</c> read.</summary>
public static class PreferenceExport
{
    /// <summary>Writes the pairs of which one answer has more votes than the other.</summary>
    /// <param name="path">The file, in LLaVA-RLHF's format.</param>
    /// <param name="set">The pairs.</param>
    /// <param name="votes">The better answer in the eyes of each who judged, by number of the pair. Those who saw no difference vote too, for neither.</param>
    public static ExportReport Write(string path, ComparisonSet set, ILookup<int, Choice> votes)
    {
        Choice?[] decisions = [.. Enumerable.Range(0, set.Items.Count).Select(item => votes.Contains(item) ? Majority(votes[item]) : (Choice?)null)];
        LabelledComparison[] pairs = [.. set.Items.Zip(decisions)
            .Where(pair => pair.Second is Choice.First or Choice.Second)
            .Select(pair => new LabelledComparison(pair.First, pair.Second == Choice.First ? 1 : 2))];
        ComparisonFile.Write(path, pairs);
        return new ExportReport(set.Items.Count, pairs.Length, decisions.Count(decision => decision == Choice.Same), decisions.Count(decision => decision is null));
    }

    /// <summary>The better answer of each pair, in the eyes of everybody who judged it.</summary>
    public static ILookup<int, Choice> VotesOf(IReadOnlyDictionary<string, IReadOnlyList<Judgement>> judgements) => judgements.Values
        .SelectMany(own => own)
        .Where(judgement => judgement.Preference is not null)
        .ToLookup(judgement => judgement.Item, judgement => judgement.Preference!.Value);

    /// <summary>The answer with more votes than the other; <see cref="Choice.Same"/> where they have equally many.</summary>
    internal static Choice Majority(IEnumerable<Choice> votes)
    {
        int lead = votes.Sum(vote => vote == Choice.First ? 1 : vote == Choice.Second ? -1 : 0);
        return lead > 0 ? Choice.First : lead < 0 ? Choice.Second : Choice.Same;
    }
}

/// <summary>What became of a set's pairs.</summary>
/// <param name="Items">All pairs.</param>
/// <param name="Pairs">Those that were written.</param>
/// <param name="Ties">Those that were judged without a majority, and dropped.</param>
/// <param name="Unjudged">Those that nobody has judged.</param>
public sealed record ExportReport(int Items, int Pairs, int Ties, int Unjudged);
