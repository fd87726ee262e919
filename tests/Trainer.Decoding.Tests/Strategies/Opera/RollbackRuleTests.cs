using System.Text.Json;
using Trainer.Decoding.Strategies.Opera;

namespace Trainer.Decoding.Tests.Strategies.Opera;

public sealed class RollbackRuleTests
{
    public static TheoryData<string> Cases => OperaFixture.Names("rollback");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decide_GoldenHistory_DecidesAsTheReference(string name)
    {
        JsonElement input = OperaFixture.Case("rollback", name).GetProperty("input");
        JsonElement output = OperaFixture.Case("rollback", name).GetProperty("output");
        int[][] beams = [.. input.GetProperty("history_locs_per_beam").EnumerateArray().Select(beam => beam.Flat().Select(value => (int)value).ToArray())];
        int[][] steps = [.. beams[0].Select((_, step) => beams.Select(beam => beam[step]).ToArray())];
        int length = input.GetProperty("response_len").GetInt32();
        int location = input.GetProperty("loc").GetInt32();
        var rule = new RollbackRule((int)input.GetProperty("threshold").GetDouble(), input.GetProperty("num_attn_candidates").GetInt32());
        Dictionary<int, int> before = Counters(input.GetProperty("rollback_counters"));
        for (int visit = 0; visit < before.Values.Sum(); visit++)
        {
            rule.Decide(steps, location, length);
        }

        Assert.Equal(before, Counters(rule));

        int? kept = rule.Decide(steps, location, length);

        Assert.Equal(output.GetProperty("rollback").GetBoolean(), kept is not null);
        Assert.Equal(Counters(output.GetProperty("counters_after")), Counters(rule));
        if (kept is { } position)
        {
            Assert.Equal(output.GetProperty("rollback_pos").GetInt32(), position);
            Assert.Equal(output.GetProperty("states_popped_total").GetInt32(), length - position - 1);
        }
    }

    private static Dictionary<int, int> Counters(JsonElement counters) =>
        counters.EnumerateObject().ToDictionary(entry => int.Parse(entry.Name, System.Globalization.CultureInfo.InvariantCulture), entry => entry.Value.GetInt32());

    private static Dictionary<int, int> Counters(RollbackRule rule) =>
        rule.Visits.Index().Where(entry => entry.Item > 0).ToDictionary(entry => entry.Index, entry => entry.Item);
}
