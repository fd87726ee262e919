using System.Text.Json;
using Trainer.Data.Batches;
using Trainer.Data.Text;

namespace Trainer.Data.Tests.Batches;

public sealed class PreferenceCollatorTests
{
    private const long Image = 99;
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Batches", "Fixtures", "pairs.json"))).RootElement;

    [Fact]
    public void Collate_TwoRows_EqualsTheReferenceCollator()
    {
        JsonElement expected = Golden.GetProperty("concat_pad_batch").GetProperty("outputs");
        using PreferenceBatch batch = Collate(sharePrefix: false, Pair([1, 5], [6, 2], [6, 7, 8, 2]), Pair([1, 5], [2], [9, 2]));

        Assert.Equal(Numbers(expected, "input_ids"), batch.TokenIds.ToArray<long>());
        Assert.Equal(Numbers(expected, "labels"), Labels(batch));
        Assert.Equal(Numbers(expected, "attention_mask"), Mask(batch));
        Assert.Null(batch.Shared);
    }

    [Fact]
    public void Collate_ExpandedPicture_EqualsTheReferenceExpansion()
    {
        JsonElement expected = Golden.GetProperty("image_expand_pad_max32").GetProperty("outputs");
        using PreferenceBatch batch = Collate(sharePrefix: false, Pair([1, 10, Image, Image, Image, 13, 22], [30, 31, 2], [40, 2]));

        Assert.Equal(Numbers(expected, "labels"), Labels(batch));
        Assert.Equal(Numbers(expected, "attention_mask"), Mask(batch));
        Assert.Equal([1, 10, Image, Image, Image, 13, 22, 30, 31, 2, 1, 10, Image, Image, Image, 13, 22, 40, 2, 0], batch.TokenIds.ToArray<long>());
    }

    [Fact]
    public void Collate_SharedPrefix_BranchesBehindEachPrompt()
    {
        using PreferenceBatch batch = Collate(sharePrefix: true, Pair([1, 5, 6], [7, 2], [8, 9, 2]), Pair([1], [4], [3]));

        Assert.Equal([1, 5, 6, 7, 2, 8, 9, 2, 1, 4, 3, 0, 0, 0, 0, 0], batch.TokenIds.ToArray<long>());
        Assert.Equal([0, 1, 2, 3, 4, 3, 4, 5, 0, 1, 1, 0, 0, 0, 0, 0], batch.Shared!.Positions.ToArray<long>());
        Assert.Equal([3, 1], batch.Shared.PrefixEnds.ToArray<long>());
        Assert.Equal([3, 3, 3, 3, 3, 5, 5, 5, 1, 1, 2, 1, 1, 1, 1, 1], batch.Shared.BranchStarts.ToArray<long>());
        Assert.Equal([8, 3], batch.Ends.ToArray<long>());
        Assert.Equal([5, 2], batch.ChosenEnds.ToArray<long>());
        Assert.Equal(11, batch.Tokens);
    }

    [Fact]
    public void Collate_SharedPrefix_PredictsBothFirstTokensFromOneState()
    {
        using PreferenceBatch batch = Collate(sharePrefix: true, Pair([1, 5, 6], [7, 2], [8, 9, 2]), Pair([1], [4], [3]));

        Assert.Equal([2, 3, 0], batch.Chosen.Places);
        Assert.Equal([7, 2, 4], batch.Chosen.Targets);
        Assert.Equal([2, 5, 6, 0], batch.Rejected.Places);
        Assert.Equal([8, 9, 2, 3], batch.Rejected.Targets);
        Assert.Equal([0, 0, 0, 1], batch.Rejected.Rows);
        Assert.Equal([3f, 1f], batch.Rejected.Lengths(2));
    }

    [Fact]
    public void Collate_UnscoredToken_IsSkipped()
    {
        var pair = new TokenizedPair([1], new TokenizedAnswer([4, 5, 6], [-100, 5, 6]), new TokenizedAnswer([7], [7]), 0);
        using PreferenceBatch batch = Collate(sharePrefix: true, new PreferenceExample("a", pair, []));

        Assert.Equal([1, 2], batch.Chosen.Places);
        Assert.Equal([5, 6], batch.Chosen.Targets);
    }

    [Fact]
    public void Collate_PicturesAndWords_StackOnlyPictures()
    {
        PreferenceExample picture = Pair([1, Image], [4], [3]) with { Images = [[1, 2, 3]], WeakImages = [[4, 5, 6]] };
        using PreferenceBatch batch = Collate(sharePrefix: false, Pair([1], [4], [3]), picture);

        Assert.Equal([1f, 2, 3], batch.Pixels!.ToArray<float>());
        Assert.Equal([4f, 5, 6], batch.WeakPixels!.ToArray<float>());
    }

    [Fact]
    public void Key_AnyChange_GivesAnother()
    {
        PreferenceExample pair = Pair([1, 5], [6], [7]) with { Images = [[1, 2, 3]] };
        PreferenceExample[] others = [Pair([1], [5, 6], [7]), Pair([1, 5], [6], [7]), Pair([1, 5], [7], [6]), pair with { Images = [[1, 2, 4]] }];

        Assert.Equal(pair.Key(), (pair with { RecordId = "another name" }).Key());
        Assert.All(others, other => Assert.NotEqual(pair.Key(), other.Key()));
    }

    private static PreferenceBatch Collate(bool sharePrefix, params PreferenceExample[] examples) =>
        new PreferenceCollator(padTokenId: 0, imageSize: 1, sharePrefix).Collate(examples);

    private static PreferenceExample Pair(long[] prefix, long[] chosen, long[] rejected) =>
        new("a", new TokenizedPair(prefix, new TokenizedAnswer(chosen, chosen), new TokenizedAnswer(rejected, rejected), 0), []);

    private static long[] Numbers(JsonElement outputs, string name) =>
        [.. outputs.GetProperty(name).EnumerateArray().SelectMany(row => row.EnumerateArray().Select(number => number.GetInt64()))];

    /// <summary>Labels at the places that the reference writes them to: one behind the state that predicts each.</summary>
    private static long[] Labels(PreferenceBatch batch)
    {
        long[] labels = [.. Enumerable.Repeat(TokenizedConversation.Ignored, (int)batch.TokenIds.Count)];
        foreach (AnswerLabels side in new[] { batch.Chosen, batch.Rejected })
        {
            for (int i = 0; i < side.Count; i++)
            {
                labels[(side.Rows[i] * batch.TokenIds.Size(1)) + side.Places[i] + 1] = side.Targets[i];
            }
        }

        return labels;
    }

    private static long[] Mask(PreferenceBatch batch) =>
        [.. batch.Ends.ToArray<long>().SelectMany(end => Enumerable.Range(0, (int)batch.TokenIds.Size(1)).Select(place => place < end ? 1L : 0L))];
}
