using System.Text.Json.Nodes;
using Trainer.Cli.Studies;
using Trainer.Evaluation.Scoring;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Tests.Studies;

public sealed class StudyTableTests
{
    // CHAIR_s of dpo minus sft: -0.2, -0.3, -0.4, so -0.3 with a half width of 4.303 * 0.1 / sqrt(3) = 0.248.
    private static readonly StudyTable Table = Of(new StudyOptions { Baseline = "sft" });

    [Fact]
    public void Of_ThreeSeeds_ComparesSeedBySeed()
    {
        StudyCell cell = Table.Rows[2].Cells[0];

        Assert.Equal(0.3, cell.Mean!.Value, 12);
        Assert.Equal(-0.3, cell.Difference!.Difference!.Value, 12);
        Assert.Equal(-0.548, cell.Difference.Ci95!.Value.Low, 1e-3);
        Assert.Equal(("better", Verdict.Better), (cell.VerdictText, cell.Difference.Verdict));
    }

    [Fact]
    public void Of_VariantWithABaselineOfItsOwn_IsComparedWithThat()
    {
        StudyTable table = Of(new StudyOptions { Baseline = "base", Against = new Dictionary<string, string> { ["dpo"] = "sft" } });

        Assert.Equal(Table.Rows[2].Cells[0].Difference, table.Rows[2].Cells[0].Difference);
        Assert.Null(table.Rows[1].Cells[0].Difference);
        Assert.Contains("| dpo to sft | -0.300 ± 0.248 better |", StudyFiles.Markdown(table, "my.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MoreWords_IsNeitherBetterNorWorse() => Assert.Equal("higher", Table.Rows[2].Cells.Single(cell => cell.Metric.Key == "words").VerdictText);

    [Fact]
    public void Of_VariantThatWasNotMeasured_HasNoFigures() => Assert.All(Table.Rows[0].Cells, cell => Assert.Equal((null, null), (cell.Mean, cell.Difference)));

    [Fact]
    public void Of_Pope_ReadsTheAdversarialSplit()
    {
        StudyCell cell = Table.Rows[1].Cells.Single(cell => cell.Metric.Key == "pope_accuracy");

        Assert.Equal(0.8, cell.Mean!.Value, 12);
        Assert.Equal([new StudyCount("chair", 30), new StudyCount("pope", 90)], Table.Counts);
    }

    [Fact]
    public void Markdown_NamesRecipeSeedsAndCountsAndGivesBothTables()
    {
        string text = StudyFiles.Markdown(Table, "my.yaml");

        Assert.StartsWith("`my.yaml`, seeds 1, 2, 3. CHAIR: 30 pictures; POPE: 90 adversarial questions.", text, StringComparison.Ordinal);
        Assert.Contains("| sft | 0.600 ± 0.248 | 20.000 ± 0.000 | 0.800 ± 0.000 |", text, StringComparison.Ordinal);
        Assert.Contains("| dpo | -0.300 ± 0.248 better | +1.000 ± 0.000 higher | n/a |", text, StringComparison.Ordinal);
        Assert.Contains("| base | n/a |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FigureThatNoVariantHas_IsLeftOut() =>
        Assert.Equal(["chair_s", "words", "pope_accuracy"], Table.Rows[0].Cells.Select(cell => cell.Metric.Key));

    [Fact]
    public void Json_HoldsEverySeedsValue()
    {
        JsonNode dpo = StudyFiles.Json(Table, "my.yaml")["rows"]!.AsArray()[2]!["metrics"]!["chair_s"]!;

        Assert.Equal([0.3, 0.3, 0.3], dpo["values"]!.AsArray().Select(value => (double)value!));
        Assert.Equal("better", (string?)dpo["verdict"]);
    }

    private static Dictionary<string, JsonObject?> Seed(double sft, double dpo) => new()
    {
        ["chair-sft"] = Chair(sft, words: 20),
        ["chair-dpo"] = Chair(dpo, words: 21),
        ["pope-sft"] = JsonNode.Parse("""{"n": 270, "accuracy": 0.9, "splits": {"adversarial": {"n": 90, "accuracy": 0.8}}}""")!.AsObject(),
        ["sft"] = null,
    };

    private static StudyTable Of(StudyOptions comparison) => StudyTable.Of(comparison, [1, 2, 3], ["base", "sft", "dpo"], [Seed(0.5, 0.3), Seed(0.6, 0.3), Seed(0.7, 0.3)]);

    private static JsonObject Chair(double share, int words) => new() { ["n"] = 30, ["chair_s"] = share, ["mean_length"] = (double)words };
}
