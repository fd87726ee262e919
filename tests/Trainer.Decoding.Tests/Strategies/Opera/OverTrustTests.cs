using System.Text.Json;
using Trainer.Decoding.Strategies.Opera;

namespace Trainer.Decoding.Tests.Strategies.Opera;

public sealed class OverTrustTests
{
    public static TheoryData<string> Cases => OperaFixture.Names("penalty");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_GoldenAttention_JudgesAsTheReference(string name)
    {
        JsonElement input = OperaFixture.Case("penalty", name).GetProperty("input");
        JsonElement output = OperaFixture.Case("penalty", name).GetProperty("output");
        double weight = input.GetProperty("penalty_weights").GetDouble();
        (ColumnProducts Columns, AttentionRow Row)[][] beams =
            [.. input.GetProperty("attn_max_over_heads").EnumerateArray().Select(beam => beam.EnumerateArray().Select(matrix => Read(matrix, input)).ToArray())];
        OverTrust[][] verdicts = [.. beams.Select(beam => beam.Select(one => OverTrust.Of(one.Columns, one.Row)).ToArray())];

        AssertNear(output.GetProperty("column_scores_fp16"), beams.SelectMany(beam => beam).SelectMany(one => one.Columns.Scores(one.Row.Answer)).Select(score => (double)score));
        AssertNear(output.GetProperty("image_attention"), beams.SelectMany(beam => beam).Select(one => one.Row.Image));
        AssertNear(output.GetProperty("argmax_col"), verdicts.SelectMany(beam => beam).Select(verdict => (double)verdict.Location));
        AssertNear(output.GetProperty("penalty"), verdicts.SelectMany(beam => beam).Select(verdict => verdict.Penalty));
        AssertNear(
            output.GetProperty("adjusted_candidate_logits"),
            input.GetProperty("candidate_logits").Flat().Zip(verdicts.SelectMany(beam => beam), (logit, verdict) => logit - (weight * verdict.Penalty)));
        int[] modes = [.. verdicts.Select(beam => Modes.Of([.. beam.Select(verdict => verdict.Location)]))];
        AssertNear(output.GetProperty("mode_per_beam"), modes.Select(mode => (double)mode));
        Assert.Equal(output.GetProperty("mode_all").GetInt32(), Modes.Of(modes));
        Assert.Equal(output.GetProperty("response_len").GetInt32(), beams[0][0].Row.Answer.Length);
    }

    [Fact]
    public void Scores_ByHand_MultiplyDownTheColumns()
    {
        var columns = new ColumnProducts(10);
        columns.Append([0.5]);
        columns.Append([0.2, 0.3]);

        // Column 0: 5 · 2 · 4 = 40; column 1: 3 · 1 = 3; column 2: 6; each times 1e-7.
        Assert.Equal([(Half)40e-7, (Half)3e-7, (Half)6e-7], columns.Scores([0.4, 0.1, 0.6]));
    }

    [Fact]
    public void MostTrusted_AnyRows_IsTheFirstGreatestScore()
    {
        var random = new Random(7);
        for (int length = 1; length <= 300; length++)
        {
            // Few different weights, so that many scores are equal, some only once they are rounded.
            var columns = new ColumnProducts(random.Next(2) == 0 ? 1 : 50);
            columns.Append([.. Enumerable.Range(0, length).Select(_ => random.Next(4) * 0.25 * (1 + (random.Next(3) * 1e-5)))]);
            double[] next = [.. Enumerable.Range(0, length + 1).Select(_ => random.Next(3) * 0.5)];
            Half[] scores = columns.Scores(next);

            (int column, Half score) = columns.MostTrusted(next);

            Assert.Equal(scores.Max(), score);
            Assert.Equal(Array.IndexOf(scores, score), column);
        }
    }

    [Fact]
    public void Append_EndlessTrustThenNone_StaysANumber()
    {
        var columns = new ColumnProducts(50);
        for (int length = 1; length <= 400; length++)
        {
            columns.Append([.. Enumerable.Repeat(1.0, length)]);
        }

        Half[] scores = columns.Scores([.. Enumerable.Repeat(0.0, 401)]);

        Assert.All(scores, score => Assert.Equal((Half)0, score));
    }

    [Fact]
    public void Copy_ThenAppend_LeavesTheOriginal()
    {
        var columns = new ColumnProducts(10);
        columns.Append([1]);

        columns.Copy().Append([0, 1]);

        Assert.Equal([(Half)100e-7, (Half)10e-7], columns.Scores([1, 1]));
    }

    private static (ColumnProducts Columns, AttentionRow Row) Read(JsonElement matrix, JsonElement input)
    {
        JsonElement place = input.GetProperty("key_position");
        int prompt = place.GetProperty("response_start").GetInt32();
        bool[] isImage = [.. Enumerable.Range(0, prompt).Select(key => key >= place.GetProperty("image_start").GetInt32() && key <= place.GetProperty("image_end").GetInt32())];
        AttentionRow[] rows = [.. matrix.EnumerateArray()
            .Select((row, query) => row.Flat().Take(query + 1).Select(weight => (float)weight).ToArray())
            .Skip(prompt)
            .Select(weights => AttentionRow.Of(weights.AsSpan(..^1), weights[^1], isImage))];
        var columns = new ColumnProducts(input.GetProperty("scale_factor").GetDouble());
        foreach (AttentionRow row in rows[..^1])
        {
            columns.Append(row.Answer);
        }

        return (columns, rows[^1]);
    }

    private static void AssertNear(JsonElement expected, IEnumerable<double> actual) => Assert.Equal(expected.Flat(), actual, Near);

    /// <summary>Equal up to rounding and one step of half precision.</summary>
    private static bool Near(double left, double right) =>
        left == right || (double.IsFinite(left) && Math.Abs(left - right) <= Math.Max(1e-3 * Math.Abs(left), 6e-8));
}
