using Trainer.Annotation.Agreement;

namespace Trainer.Annotation.Tests.Agreement;

public sealed class RatingsTests
{
    /// <summary>Fifty applications that two people accept or reject: 20 both, 15 neither, 5 only the first, 10 only the second.</summary>
    [Fact]
    public void CohenKappa_FiftyApplications_IsWhatTheTableGives()
    {
        var ratings = new Ratings<bool>(Table((20, true, true), (5, true, false), (10, false, true), (15, false, false)));

        // Observed 35/50. By chance 25/50 · 30/50 + 25/50 · 20/50 = 0.5, so κ = 0.2 / 0.5.
        Assert.Equal(0.7, ratings.PercentAgreement!.Value, 12);
        Assert.Equal(0.4, ratings.CohenKappa!.Value, 12);
        Assert.Equal((50, 50), (ratings.Units, ratings.Pairs));
    }

    /// <summary>Ten units, two raters, two categories: the first worked example of Krippendorff's "Computing Krippendorff's Alpha-Reliability".</summary>
    [Fact]
    public void KrippendorffAlpha_TwoRatersTwoCategories_IsThePublishedFigure()
    {
        var ratings = new Ratings<char>(Rows("0100000010", "1110010000"));

        // o_01 = o_10 = 4, n_0 = 14, n_1 = 6, so α = 1 − 19 · 8 / (2 · 14 · 6).
        Assert.Equal(1 - (19.0 * 8 / 168), ratings.KrippendorffAlpha!.Value, 12);
        Assert.Equal(0.095, ratings.KrippendorffAlpha!.Value, 3);
        Assert.Equal(0.6, ratings.PercentAgreement!.Value, 12);
    }

    /// <summary>Twelve units, four raters, five categories, and gaps: his third example.</summary>
    [Fact]
    public void KrippendorffAlpha_FourRatersWithGaps_IsThePublishedFigure()
    {
        var ratings = new Ratings<char>(Rows("123321412   ", "1233224125 3", " 3332342251 ", "12332441251 "));

        Assert.Equal(0.743, ratings.KrippendorffAlpha!.Value, 3);
        Assert.Null(ratings.CohenKappa);
        Assert.Equal(11, ratings.Units);
    }

    [Fact]
    public void Agreement_Perfect_IsOneWhateverTheMeasure()
    {
        var ratings = new Ratings<char>(Rows("0110", "0110"));

        Assert.Equal((1.0, 1.0, 1.0), (ratings.PercentAgreement, ratings.CohenKappa, ratings.KrippendorffAlpha));
    }

    [Fact]
    public void Agreement_OneCategoryAlone_HasNoMeasureBeyondChance()
    {
        var ratings = new Ratings<char>(Rows("000", "000"));

        Assert.Equal((1.0, null, null), (ratings.PercentAgreement, ratings.CohenKappa, ratings.KrippendorffAlpha));
    }

    [Fact]
    public void Agreement_NothingShared_IsNone()
    {
        var ratings = new Ratings<char>(Rows("01  ", "  10"));

        Assert.Equal((0, 0), (ratings.Units, ratings.Pairs));
        Assert.Equal((null, null, null), (ratings.PercentAgreement, ratings.CohenKappa, ratings.KrippendorffAlpha));
    }

    [Fact]
    public void Agreement_OtherNamesForRatersAndCategories_ChangeNothing()
    {
        var ratings = new Ratings<char>(Rows("0121 ", "01201", "22101"));
        var renamed = new Ratings<char>(Rows("zzxyx", "yxzx ", "yxzyx"));

        Assert.Equal(ratings.PercentAgreement!.Value, renamed.PercentAgreement!.Value, 12);
        Assert.Equal(ratings.KrippendorffAlpha!.Value, renamed.KrippendorffAlpha!.Value, 12);
    }

    private static IEnumerable<(int Unit, string Rater, char Category)> Rows(params string[] raters) =>
        from rater in Enumerable.Range(0, raters.Length)
        from unit in Enumerable.Range(0, raters[rater].Length)
        where raters[rater][unit] != ' '
        select (unit, $"r{rater}", raters[rater][unit]);

    private static IEnumerable<(int Unit, string Rater, bool Category)> Table(params (int Count, bool First, bool Second)[] cells)
    {
        (bool First, bool Second)[] units = [.. cells.SelectMany(cell => Enumerable.Repeat((cell.First, cell.Second), cell.Count))];
        return units.SelectMany((unit, number) => new[] { (number, "a", unit.First), (number, "b", unit.Second) });
    }
}
