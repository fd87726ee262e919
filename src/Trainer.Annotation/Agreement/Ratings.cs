namespace Trainer.Annotation.Agreement;

/// <summary>Who gave which category to which unit; nobody need have rated everything. Units with one rating say nothing about agreement.</summary>
/// <typeparam name="T">The categories, which have no order.</typeparam>
public sealed class Ratings<T>
    where T : notnull
{
    private readonly IReadOnlyList<IReadOnlyDictionary<string, T>> units;

    /// <summary>Collects ratings.</summary>
    /// <param name="ratings">Unit, rater and category; a rater rates a unit at most once.</param>
    public Ratings(IEnumerable<(int Unit, string Rater, T Category)> ratings)
    {
        units = [.. ratings
            .GroupBy(rating => rating.Unit)
            .Select(unit => unit.ToDictionary(rating => rating.Rater, rating => rating.Category))
            .Where(unit => unit.Count > 1)];
    }

    /// <summary>Units with two ratings or more.</summary>
    public int Units => units.Count;

    /// <summary>Pairs of ratings of one unit.</summary>
    public int Pairs => units.Sum(unit => unit.Count * (unit.Count - 1) / 2);

    /// <summary>Share of those pairs that agree; null without any.</summary>
    public double? PercentAgreement => Pairs == 0 ? null : (double)units.Sum(unit => Counts(unit).Sum(count => count * (count - 1) / 2)) / Pairs;

    /// <summary>
    /// Cohen's κ (1960): agreement beyond what two raters' own habits bring about by chance; 1 is perfect, 0 chance. Null unless two
    /// people have rated, and where chance alone explains everything.
    /// </summary>
    public double? CohenKappa
    {
        get
        {
            string[] raters = [.. units.SelectMany(unit => unit.Keys).Distinct().Order(StringComparer.Ordinal)];
            if (raters.Length != 2)
            {
                return null;
            }

            T[] first = [.. units.Select(unit => unit[raters[0]])];
            T[] second = [.. units.Select(unit => unit[raters[1]])];
            double expected = first.Distinct().Sum(category => Share(first, category) * Share(second, category));
            return expected == 1 ? null : (PercentAgreement - expected) / (1 - expected);
        }
    }

    /// <summary>
    /// Krippendorff's α for categories without an order (Content Analysis, 2004, chapter 11): for any number of raters, of whom
    /// each may have rated any part; 1 is perfect, 0 chance. Null where all ratings are of one category.
    /// </summary>
    public double? KrippendorffAlpha
    {
        get
        {
            // o_cc, summed over the categories: each unit's agreeing ordered pairs, divided by its ratings less one.
            double agreeing = units.Sum(unit => Counts(unit).Sum(count => (double)count * (count - 1)) / (unit.Count - 1));
            double[] totals = [.. units.SelectMany(unit => unit.Values).CountBy(category => category).Select(count => (double)count.Value)];
            double all = totals.Sum();
            double disagreeingByChance = (all * all) - totals.Sum(total => total * total);
            return disagreeingByChance == 0 ? null : 1 - ((all - 1) * (all - agreeing) / disagreeingByChance);
        }
    }

    private static double Share(T[] ratings, T category) => (double)ratings.Count(rating => rating.Equals(category)) / ratings.Length;

    private static IEnumerable<int> Counts(IReadOnlyDictionary<string, T> unit) => unit.Values.CountBy(category => category).Select(count => count.Value);
}
