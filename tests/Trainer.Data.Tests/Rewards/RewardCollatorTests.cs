using System.Text.Json;
using Trainer.Data.Rewards;
using Trainer.Data.Tests.Text;

namespace Trainer.Data.Tests.Rewards;

public sealed class RewardCollatorTests
{
    [Fact]
    public void Collate_GoldenPairs_PadsThemOnTheLeftTogether()
    {
        JsonElement golden = GoldenRewards.Case("rm.collate");
        bool[] choices = [.. golden.GetProperty("outputs").GetProperty("choice").EnumerateArray().Select(choice => choice.Ids()[0] == 1)];
        RewardExample[] examples = [.. golden.GetProperty("inputs").GetProperty("pairs").EnumerateArray().Zip(choices, (pair, isSecond) =>
            new RewardExample("p", [.. pair.EnumerateArray().Select(row => row.Ids())], []) { BetterIsSecond = isSecond })];

        using RewardBatch batch = new RewardCollator(padTokenId: 0, imageSize: 8).Collate(examples);

        JsonElement[] expected = [.. golden.GetProperty("outputs").GetProperty("input_ids").EnumerateArray()];
        JsonElement[] masks = [.. golden.GetProperty("outputs").GetProperty("attention_mask").EnumerateArray()];
        Assert.Equal([.. Rows(expected, 0), .. Rows(expected, 1)], batch.TokenIds.ToArray<long>());
        long[] starts = batch.Starts.ToArray<long>();
        Assert.Equal(
            Rows(masks, 0).Concat(Rows(masks, 1)),
            starts.SelectMany(start => Enumerable.Range(0, 5).Select(place => place < start ? 0L : 1L)));
        Assert.Equal((2, 14L), (batch.Samples, batch.Tokens));
        Assert.Equal([true, false], batch.BetterIsSecond);
    }

    private static IEnumerable<long> Rows(JsonElement[] pairs, int side) => pairs.SelectMany(pair => pair[side].Ids());
}
